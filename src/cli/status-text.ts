import type { Status } from '../server/api.ts';
import { textTable } from './table.ts';
import { formatCount, NO_VALUE } from './values.ts';

/** A claim that must hold: the whole is the sum of its parts. */
export interface Claim {
  readonly text: string;
  readonly holds: boolean;
}

/** The two sums behind every number: of files, and of records. */
export function claimsOf({ files, records }: Status): Claim[] {
  const { seen, ...states } = files;
  const { in: recordsIn, ...fates } = records;
  return [claim('files seen', seen, states), claim('records in', recordsIn, fates)];
}

function claim(whole: string, total: number, parts: Readonly<Record<string, number>>): Claim {
  const sum = Object.values(parts).reduce((before, part) => before + part, 0);
  const terms = Object.entries(parts).map(([name, count]) => `${formatCount(count)} ${name}`);
  return { text: `${formatCount(total)} ${whole} = ${terms.join(' + ')}`, holds: sum === total };
}

/** The status for a person. */
export function statusText(status: Status): string {
  const facts: [string, string][] = [
    ['bucket', status.bucket],
    ['warehouse', status.warehouse],
    ['data version', formatCount(status.dataVersion)],
    ['first call', status.firstCall ?? NO_VALUE],
    ['newest call', status.newestCall ?? NO_VALUE],
    ['last loaded', status.lastLoaded ?? NO_VALUE],
    ['last commit', status.lastCommit ?? NO_VALUE],
    ['customers', formatCount(status.customers)],
    ['withheld numbers', `${formatCount(status.withheldSessions)} sessions`],
    ['turns', formatCount(status.turns)],
    ...keeping(status),
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  const claims = claimsOf(status).map(({ text, holds }) => `${holds ? 'holds' : 'DOES NOT HOLD'}: ${text}`);
  return [lines.join('\n'), claims.join('\n'), ...counts(status)].map((block) => `${block}\n`).join('\n');
}

/** Only what there is something to say of. */
function keeping(status: Status): [string, string][] {
  const { retainFrom, erasedCustomers, quarantineDropped, stagedOtherwise, daysWithoutCalls } = status;
  const facts: [string, string | null][] = [
    ['kept from', retainFrom === null ? null : retainFrom.slice(0, 10)],
    ['erased customers', erasedCustomers > 0 ? formatCount(erasedCustomers) : null],
    ['dropped from quarantine', quarantineDropped > 0 ? `${formatCount(quarantineDropped)} records` : null],
    [
      'by other rules or settings',
      stagedOtherwise > 0
        ? `${formatCount(stagedOtherwise)} files; \`earshot ingest --rebuild\` tells what would change`
        : null,
    ],
    ['days without calls', daysWithoutCalls.length > 0 ? shortened(daysWithoutCalls) : null],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

const MAX_DAYS = 5;

function shortened(days: readonly string[]): string {
  const more = days.length > MAX_DAYS ? ` and ${formatCount(days.length - MAX_DAYS)} more` : '';
  return `${days.slice(-MAX_DAYS).join(', ')}${more}`;
}

function counts(status: Status): string[] {
  return [
    countTable('quarantine by reason', 'records', status.quarantineByReason),
    countTable('changes by rule', 'values', status.changesByRule),
    countTable('findings', 'sessions', status.findings),
    countTable('redactions', 'spans', status.redactionsByKind),
  ].filter((table) => table !== '');
}

function countTable(head: string, unit: string, counted: Readonly<Record<string, number>>): string {
  const rows = Object.entries(counted)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => [name, formatCount(count)]);
  if (rows.length === 0) return '';
  return textTable(
    [
      { head, align: 'left' },
      { head: unit, align: 'right' },
    ],
    rows,
  ).trimEnd();
}
