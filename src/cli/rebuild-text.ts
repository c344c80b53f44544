import type { RebuildReport } from '../server/api.ts';
import { formatCount } from './values.ts';

/** What a rebuild made, and how it differs from what was there. */
export function rebuildLines({ ingest, rewrite }: RebuildReport): string[] {
  const { differences, adopted, carried, carriedUnredacted } = rewrite;
  const { onlyBefore, onlyAfter, changed, byField, byRule, byQuarantineReason } = differences;
  const pairs = { ...byRule, ...byQuarantineReason };
  const isEqual = onlyBefore + onlyAfter + changed === 0 && Object.keys(pairs).length === 0;
  return [
    `Read ${formatCount(ingest.sessions)} sessions anew from ${formatCount(ingest.objectsSeen)} files.`,
    ...(isEqual ? ['Equal to the warehouse, session by session.'] : []),
    ...line(changed, 'sessions differ', byField),
    ...line(onlyBefore, 'sessions are not there any more'),
    ...line(onlyAfter, 'sessions are new'),
    ...Object.entries(pairs).map(
      ([code, { before, after }]) => `${code}: ${formatCount(before)} before, ${formatCount(after)} now.`,
    ),
    ...line(carried, 'sessions of objects that are gone from the bucket were carried over'),
    ...line(
      carriedUnredacted,
      'of these were stored with less redacted than now, and stay so: --drop-gone leaves all of gone objects behind',
    ),
    ...(adopted ? ['The rebuild has taken its place.'] : []),
  ];
}

function line(count: number, what: string, byField: Readonly<Record<string, number>> = {}): string[] {
  if (count === 0) return [];
  const fields = Object.entries(byField).map(([name, n]) => `${name} in ${formatCount(n)}`);
  return [`${formatCount(count)} ${what}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}.`];
}
