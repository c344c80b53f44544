import { mayDo, type Visitor } from '../../access/role.ts';
import type { Held } from '../../contract/held.ts';
import type { Row, Warehouse } from '../../warehouse/warehouse.ts';
import type { Status } from '../api.ts';
import type { AddRoutes, Services } from '../app.ts';
import { anyVersion, currentSession } from '../rows.ts';
import { responses } from '../schema/shared.ts';
import { StatusSchema } from '../schema/status.ts';
import { visitorOf } from '../visitors.ts';

export const statusRoute: AddRoutes = (app, services) => {
  app.get(
    '/status',
    {
      schema: { summary: 'What came in, and what became of it', response: responses(StatusSchema) },
      config: { access: 'viewer' },
    },
    (request) => readStatus(services, visitorOf(request)),
  );
};

/** Generations whose rows are in the warehouse: an object that was deleted keeps its last read rows. */
const READ = "state IN ('loaded', 'quarantined', 'gone')";

/**
 * One statement, so that all counts are of one moment. Records are counted on both sides, what the ledger says came in and
 * what the tables hold, so that a row that went missing would show.
 */
const statement = (held: Held | null, dialect: Warehouse['dialect']) => `
SELECT 'data' AS part, value AS name, 0 AS n FROM meta WHERE key = 'data_version'
UNION ALL SELECT 'commit', CAST(max(committed_at) AS STRING), 0 FROM ledger
UNION ALL SELECT 'loaded', CAST(max(first_loaded_at) AS STRING), 0 FROM ledger
UNION ALL SELECT 'files', state, count(*) FROM ledger GROUP BY state
UNION ALL SELECT 'records', 'in', sum(records) FROM ledger WHERE ${READ}
UNION ALL SELECT 'records', 'repeated', sum(repeated) FROM ledger WHERE ${READ}
UNION ALL SELECT 'records', 'current', count(*) FROM session_version WHERE ${currentSession(held)}
UNION ALL SELECT 'records', 'outvoted', count(*) FROM session_version WHERE NOT is_current AND ${anyVersion(held)}
UNION ALL SELECT 'records', 'quarantined', count(*) FROM quarantine
UNION ALL SELECT 'records', 'erased', sum(erased) FROM ledger WHERE ${READ}
UNION ALL SELECT 'records', 'expired', sum(expired) FROM ledger WHERE ${READ}
UNION ALL SELECT 'other', 'dropped', count(*) FROM quarantine_decision
UNION ALL SELECT 'other', 'erased_customers', count(*) FROM tombstone
UNION ALL SELECT 'otherwise', coalesce(settings, '') || ' ' || CAST(rules_version AS STRING), count(*) FROM ledger
  WHERE state IN ('loaded', 'quarantined') GROUP BY settings, rules_version
UNION ALL SELECT 'day', SUBSTR(CAST(day AS STRING), 1, 10), sessions FROM day_outcome
UNION ALL SELECT 'retain', value, 0 FROM meta WHERE key = 'retain_from'
UNION ALL SELECT 'sessions', 'customers', count(DISTINCT customer_id) FROM session_version WHERE ${currentSession(held)}
UNION ALL SELECT 'sessions', 'withheld', count(*) FROM session_version WHERE ${currentSession(held)} AND customer_id IS NULL
UNION ALL SELECT 'sessions', 'turns', sum(turn_count) FROM session_version WHERE ${currentSession(held)}
UNION ALL SELECT 'changes', element.rule, count(*) FROM ${elements('changes', held, dialect)} GROUP BY element.rule
UNION ALL SELECT 'findings', element.code, count(*) FROM ${elements('findings', held, dialect)} GROUP BY element.code
UNION ALL SELECT 'quarantine', reason, count(*) FROM quarantine GROUP BY reason
UNION ALL SELECT 'redactions', redactions, count(*) FROM ledger WHERE ${READ} GROUP BY redactions`;

/** DuckDB has no partitions to name, and its views of the lists are quick. */
const elements = (list: 'changes' | 'findings', held: Held | null, dialect: Warehouse['dialect']): string =>
  dialect === 'duckdb'
    ? `${list} AS element`
    : `session_version, UNNEST(${list}) AS element WHERE ${anyVersion(held)}`;

export async function readStatus(services: Services, visitor: Visitor): Promise<Status> {
  const { warehouse, config, version } = services;
  const { firstCall, newestCall, held } = await services.extent();
  const rows = await warehouse.query({ sql: statement(held, warehouse.dialect), params: [] });
  const records = countsOf(rows, 'records');
  const sessions = countsOf(rows, 'sessions');
  const other = countsOf(rows, 'other');
  return {
    earshot: version,
    bucket: placeFor(visitor, config.bucket),
    warehouse: placeFor(visitor, warehouse.label),
    dataVersion: Number(textOf(rows, 'data') ?? 0),
    firstCall,
    newestCall,
    lastCommit: instantOf(textOf(rows, 'commit')),
    lastLoaded: instantOf(textOf(rows, 'loaded')),
    files: filesOf(rows),
    records: {
      in: records.in ?? 0,
      loaded: records.current ?? 0,
      duplicate: (records.repeated ?? 0) + (records.outvoted ?? 0),
      quarantined: records.quarantined ?? 0,
      erased: records.erased ?? 0,
      expired: records.expired ?? 0,
    },
    quarantineDropped: other.dropped ?? 0,
    stagedOtherwise: stagedOtherwise(rows, services),
    daysWithoutCalls: daysWithoutCalls(rows),
    retainFrom: textOf(rows, 'retain'),
    erasedCustomers: other.erased_customers ?? 0,
    customers: sessions.customers ?? 0,
    withheldSessions: sessions.withheld ?? 0,
    turns: sessions.turns ?? 0,
    changesByRule: countsOf(rows, 'changes'),
    findings: countsOf(rows, 'findings'),
    quarantineByReason: countsOf(rows, 'quarantine'),
    redactionsByKind: redactionsOf(rows),
  };
}

/** Where things lie on the server is no number: a viewer is told names without their path. */
const placeFor = (visitor: Visitor, place: string): string =>
  mayDo(visitor, 'analyst') ? place : (place.split(/[\\/:]/).findLast(Boolean) ?? '');

function countsOf(rows: readonly Row[], part: string): Record<string, number> {
  const own = rows.filter((row) => row.part === part);
  return Object.fromEntries(own.map((row) => [String(row.name), Number(row.n ?? 0)]).sort());
}

function textOf(rows: readonly Row[], part: string): string | null {
  const cell = rows.find((row) => row.part === part)?.name;
  return typeof cell === 'string' ? cell : null;
}

/** Both engines print a timestamp with a space and without a zone, which is UTC. */
function instantOf(text: string | null): string | null {
  return text === null
    ? null
    : new Date(`${text.slice(0, 23).replace(' ', 'T').replace(/\+.*$/, '')}Z`).toISOString();
}

function filesOf(rows: readonly Row[]): Status['files'] {
  const {
    waiting = 0,
    loaded = 0,
    superseded = 0,
    quarantined = 0,
    gone = 0,
    ...others
  } = countsOf(rows, 'files');
  const strangers = Object.values(others).reduce((sum, n) => sum + n, 0);
  const seen = waiting + loaded + superseded + quarantined + gone + strangers;
  return { seen, waiting, loaded, superseded, quarantined, gone };
}

function redactionsOf(rows: readonly Row[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { part, name, n } of rows) {
    if (part !== 'redactions') continue;
    const kinds: Record<string, number> = JSON.parse(String(name));
    for (const [kind, count] of Object.entries(kinds)) sums[kind] = (sums[kind] ?? 0) + count * Number(n);
  }
  return sums;
}

function stagedOtherwise(rows: readonly Row[], { staging }: Services): number {
  const { [`${staging.settings} ${staging.rulesVersion}`]: _same, ...others } = countsOf(rows, 'otherwise');
  return Object.values(others).reduce((sum, count) => sum + count, 0);
}

const DAY_MS = 86_400_000;
const MAX_LISTED_DAYS = 366;

/** Gaps in the feed: a day that nobody called is seldom one. */
function daysWithoutCalls(rows: readonly Row[]): string[] {
  const days = rows.filter(({ part }) => part === 'day').map(({ name }) => String(name));
  const known = new Set(days);
  const sorted = [...known].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  const missing: string[] = [];
  if (first === undefined || last === undefined) return missing;
  for (let ms = Date.parse(last); ms > Date.parse(first) && missing.length < MAX_LISTED_DAYS; ms -= DAY_MS) {
    const day = new Date(ms).toISOString().slice(0, 10);
    if (!known.has(day)) missing.push(day);
  }
  return missing.reverse();
}
