import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { EarshotError, messageOf } from '../../base/errors.ts';
import { faultPoint } from '../../base/fault.ts';
import type { Column } from '../../contract/columns.ts';
import type { Store } from '../../store/store.ts';
import type { Removed, Rewrite, RewriteReport } from '../rewrite.ts';
import type { BigQueryClient } from './client.ts';
import { DAY, recountDays } from './day-counts.ts';
import { withinDays } from './days.ts';
import { reelect } from './election.ts';
import { firstLine, ofWrite } from './errors.ts';
import { addJournal, isInJournal } from './journal.ts';
import { timestampLiteral } from './literal.ts';
import { dataVersion } from './meta.ts';
import { untilUnmoved } from './redo.ts';
import { dropScratch, Scratch } from './scratch.ts';
import { createScratch, NEXT_DATA_VERSION, script, transaction } from './script.ts';
import { touchedBy } from './touch.ts';

export type Removal = Exclude<Rewrite, { kind: 'adopt' }>;

/** The customer and its tombstone come from outside: they are loaded, never written into a statement. */
const ERASED_COLUMNS: readonly Column[] = ['customer_id', 'digest'].map((name) => ({
  name,
  type: 'STRING' as const,
  description: '',
}));

/** Removes sessions in one transaction, and keeps out from then on what it removed. @throws EarshotError `rewrite_failed` */
export async function removeSessions(
  client: BigQueryClient,
  staging: Store | null,
  removal: Removal,
  clock: Clock,
): Promise<RewriteReport> {
  const now = clock.now().toISOString();
  // Of chance: made of the customer, it would tell who that was.
  const id = randomUUID().replaceAll('-', '').slice(0, 24);
  const scratch = new Scratch(client, staging, id);
  const removing = { client, scratch, removal, now, id };
  try {
    let tried: Removed | undefined;
    const removed = await untilUnmoved(async () => {
      const version = await dataVersion(client);
      // What looked as if it had failed may have been done.
      if (tried !== undefined && (await isInJournal(client, id))) return tried;
      const { statements, removed } = await prepare(removing);
      tried = removed;
      await client.query(transaction(version, statements));
      return removed;
    });
    faultPoint('rewritten');
    await scratch.clear();
    await dropScratch(client);
    return { kind: removal.kind, dataVersion: await dataVersion(client), removed };
  } catch (cause) {
    const isKnown = cause instanceof EarshotError && cause.code !== 'warehouse_unavailable';
    throw isKnown ? ofWrite(cause) : failed(cause);
  }
}

interface Removing {
  readonly client: BigQueryClient;
  readonly scratch: Scratch;
  readonly removal: Removal;
  readonly now: string;
  readonly id: string;
}

interface Tables {
  /** Of the erased customer; null when sessions go by their age. */
  readonly erased: string | null;
  readonly versions: string;
  readonly records: string;
  readonly counts: string;
  readonly sessions: string;
  readonly customers: string;
  readonly days: string;
}

async function prepare({ client, scratch, removal, now, id }: Removing) {
  const tables = await makeTables(scratch, removal);
  // First the days of what goes, then with them those of all that this touches.
  const gone = await daysOf(
    client,
    `SELECT DISTINCT ${DAY} AS day FROM version_place WHERE ${goes(tables, removal)}`,
  );
  const within = await daysOf(client, script(touch(tables, removal, gone)));
  const removed = await removedOf(client, tables);
  const { sessions, turns, quarantined, objects } = removed;
  const detail = { id, sessions, turns, quarantined, objects: objects.length };
  // What goes by its age changes no day that anybody still asks about.
  const since = removal.kind === 'erase' ? now : '1970-01-01T00:00:00.000Z';
  const statements = [
    `DELETE FROM session_version AS v WHERE ${within('v.call_start_time')} AND ${isIn('v', tables.versions)}`,
    `DELETE FROM version_place WHERE ${goes(tables, removal)}`,
    ...removeRecords(tables),
    ...reelect({ ...tables, within }),
    ...recountDays({ ...tables, within, now, since }),
    settleLedger(tables, removal),
    ...keepOut(tables, removal),
    addJournal(now, removal.kind, removal.kind === 'retain' ? { ...detail, from: removal.from } : detail),
    ...(tables.erased === null ? [] : [tombstone(tables.erased, now)]),
    NEXT_DATA_VERSION,
  ];
  return { statements, removed };
}

async function daysOf(client: BigQueryClient, sql: string): Promise<(column: string) => string> {
  const days = (await client.query(sql)).map(({ day }) => String(day));
  return (column) => withinDays(column, days);
}

async function makeTables(scratch: Scratch, removal: Removal): Promise<Tables> {
  const erased =
    removal.kind === 'retain'
      ? null
      : await scratch.fillRows('erased', ERASED_COLUMNS, [
          { customer_id: removal.customerId, digest: removal.tombstone },
        ]);
  return {
    erased,
    versions: scratch.made('touched_version'),
    records: scratch.made('gone_record'),
    counts: scratch.made('removal'),
    sessions: scratch.made('touched_session'),
    customers: scratch.made('touched_customer'),
    days: scratch.made('touched_day'),
  };
}

/** What goes, by columns that `session_version`, `version_place` and `quarantine` share. */
function goes({ erased }: Tables, removal: Removal): string {
  return removal.kind === 'retain'
    ? `call_start_time < ${timestampLiteral(removal.from)}`
    : `customer_id IN (SELECT customer_id FROM ${erased})`;
}

const isIn = (alias: string, versions: string): string => `EXISTS (SELECT 1 FROM ${versions} AS t
  WHERE t.session_id = ${alias}.session_id AND t.object = ${alias}.object AND t.generation = ${alias}.generation)`;

function touch(tables: Tables, removal: Removal, within: (column: string) => string): string[] {
  const { versions, records, counts, sessions, customers, days } = tables;
  const ofSessions = `SELECT customer_id, call_start_time FROM version_place WHERE session_id IN (SELECT session_id FROM ${sessions})`;
  return [
    createScratch(
      versions,
      `SELECT session_id, customer_id, object, generation, call_start_time, turn_count, ARRAY_LENGTH(changes) AS changed
FROM session_version WHERE ${within('call_start_time')} AND ${goes(tables, removal)}`,
    ),
    createScratch(
      records,
      `SELECT object, generation, position FROM quarantine WHERE ${goes(tables, removal)}`,
    ),
    createScratch(
      counts,
      `SELECT object, generation, SUM(sessions) AS sessions, SUM(turns) AS turns, SUM(changed) AS changed, SUM(records) AS records
FROM (
  SELECT object, generation, 1 AS sessions, turn_count AS turns, changed, 0 AS records FROM ${versions}
  UNION ALL SELECT object, generation, 0, 0, 0, 1 FROM ${records}
) GROUP BY object, generation`,
    ),
    ...touchedBy({ sessions, customers, days }, versions, ofSessions),
    `SELECT DISTINCT TIMESTAMP_TRUNC(call_start_time, DAY) AS day FROM version_place
WHERE session_id IN (SELECT session_id FROM ${sessions}) OR customer_id IN (SELECT customer_id FROM ${customers})`,
  ];
}

function removeRecords({ records }: Tables): string[] {
  return ['quarantine', 'quarantine_decision'].map(
    (table) => `DELETE FROM ${table} AS q WHERE EXISTS (SELECT 1 FROM ${records} AS r
  WHERE r.object = q.object AND r.generation = q.generation AND r.position = q.position)`,
  );
}

/** Takes what has gone out of the ledger's counts, so that records in stays the sum of what became of them. */
function settleLedger({ counts }: Tables, { kind }: Removal): string {
  const fate = kind === 'erase' ? 'erased' : 'expired';
  return `UPDATE ledger AS l SET sessions = l.sessions - r.sessions, turns = l.turns - r.turns,
  changes = l.changes - r.changed, quarantined = l.quarantined - r.records,
  ${fate} = COALESCE(l.${fate}, 0) + r.sessions + r.records,
  state = CASE WHEN l.state NOT IN ('loaded', 'quarantined') THEN l.state
    WHEN l.sessions = r.sessions AND l.quarantined > r.records THEN 'quarantined' ELSE 'loaded' END
FROM ${counts} AS r WHERE r.object = l.object AND r.generation = l.generation`;
}

function keepOut(_tables: Tables, removal: Removal): string[] {
  if (removal.kind === 'erase') return [];
  const from = new Date(removal.from).toISOString();
  return [
    `MERGE meta AS m USING (SELECT 'retain_from' AS key, '${from}' AS value) AS s ON m.key = s.key
WHEN MATCHED THEN UPDATE SET value = s.value
WHEN NOT MATCHED THEN INSERT (key, value) VALUES (s.key, s.value)`,
  ];
}

const tombstone = (erased: string, now: string): string =>
  `INSERT INTO tombstone (\`hash\`, erased_at) SELECT e.digest, ${timestampLiteral(now)} FROM ${erased} AS e
WHERE NOT EXISTS (SELECT 1 FROM tombstone AS t WHERE t.\`hash\` = e.digest)`;

async function removedOf(client: BigQueryClient, { counts }: Tables): Promise<Removed> {
  const [sums] =
    await client.query(`SELECT COALESCE(SUM(sessions), 0) AS sessions, COALESCE(SUM(turns), 0) AS turns,
  COALESCE(SUM(records), 0) AS records FROM ${counts}`);
  const held =
    await client.query(`SELECT DISTINCT r.object FROM ${counts} AS r JOIN ledger AS l ON l.object = r.object
WHERE l.state IN ('loaded', 'quarantined', 'waiting') ORDER BY r.object`);
  const [undated] = await client.query('SELECT COUNT(*) AS n FROM quarantine WHERE call_start_time IS NULL');
  return {
    undated: Number(undated?.n),
    sessions: Number(sums?.sessions),
    turns: Number(sums?.turns),
    quarantined: Number(sums?.records),
    objects: held.map(({ object }) => String(object)),
  };
}

function failed(cause: unknown): EarshotError {
  return new EarshotError(
    'environment',
    'rewrite_failed',
    `Nothing was removed: ${firstLine(messageOf(cause))}`,
    {
      cause,
      hint: 'Everything is as before. Mend the cause and run it again.',
    },
  );
}
