import type { StagedBatch } from '../../contract/batch.ts';
import type { Column } from '../../contract/columns.ts';
import { LEDGER } from '../../contract/ledger-table.ts';
import type { ObjectState } from '../../contract/rules.ts';
import type { LedgerEntry, SeenObject } from '../warehouse.ts';
import type { BigQueryClient } from './client.ts';
import { timestampLiteral } from './literal.ts';

/** Objects whose names fit into one request beside a statement. */
const MOST_NAMES = 5_000;

/** Every generation that no newer one has superseded; of the given objects, or of all. */
export async function readLedger(
  client: BigQueryClient,
  objects?: readonly string[],
): Promise<LedgerEntry[]> {
  if (objects === undefined) return entriesOf(client, null);
  const entries: LedgerEntry[] = [];
  for (let at = 0; at < objects.length; at += MOST_NAMES)
    entries.push(...(await entriesOf(client, objects.slice(at, at + MOST_NAMES))));
  return entries;
}

async function entriesOf(client: BigQueryClient, objects: readonly string[] | null): Promise<LedgerEntry[]> {
  const among = objects === null ? '' : 'AND object IN UNNEST(@p1)';
  const rows = await client.query(
    `SELECT object, generation, state, size_bytes, sha256, rules_version, settings FROM ledger
WHERE state <> 'superseded' ${among} ORDER BY object, generation`,
    objects === null ? [] : [objects],
  );
  return rows.map((row) => ({
    object: String(row.object),
    generation: String(row.generation),
    state: String(row.state) as ObjectState,
    sizeBytes: Number(row.size_bytes),
    sha256: row.sha256 === null ? null : String(row.sha256),
    rulesVersion: Number(row.rules_version),
    settings: row.settings === null ? null : String(row.settings),
  }));
}

/** The batches that say something else than the object's loaded generation: other bytes, rules or settings. */
export async function withoutLoaded(
  client: BigQueryClient,
  batches: readonly StagedBatch[],
): Promise<readonly StagedBatch[]> {
  if (batches.length === 0) return [];
  const entries = await readLedger(
    client,
    batches.map(({ object }) => object),
  );
  const idOf = ({ object, generation, sha256, rulesVersion, settings }: LedgerEntry | StagedBatch) =>
    JSON.stringify([object, generation, sha256, rulesVersion, settings]);
  const isRead = ({ state }: LedgerEntry) => state === 'loaded' || state === 'quarantined';
  const loaded = new Set(entries.filter(isRead).map(idOf));
  return batches.filter((batch) => !loaded.has(idOf(batch)));
}

const column = (name: string): Column => {
  const found = LEDGER.columns.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`ledger has no column ${name}`);
  return found;
};

export const SEEN_COLUMNS: readonly Column[] = ['object', 'generation', 'size_bytes', 'seen_at'].map(column);
export const OBJECT_COLUMNS: readonly Column[] = [column('object')];
/** All but the times that are the script's. */
export const ENTRY_COLUMNS: readonly Column[] = LEDGER.columns.filter(
  ({ name }) => name !== 'committed_at' && name !== 'first_loaded_at',
);

export const seenRows = (seen: readonly SeenObject[]): object[] =>
  [...new Map(seen.map((one) => [one.object, one])).values()].map(
    ({ object, generation, sizeBytes, seenAt }) => ({
      object,
      generation,
      size_bytes: sizeBytes,
      seen_at: seenAt,
    }),
  );

export function entryRow({ counts, ...batch }: StagedBatch): object {
  const { redactions, ...numbers } = counts;
  return {
    object: batch.object,
    generation: batch.generation,
    state: counts.sessions === 0 && counts.quarantined > 0 ? 'quarantined' : 'loaded',
    size_bytes: batch.sizeBytes,
    sha256: batch.sha256,
    ...numbers,
    redactions: JSON.stringify(redactions),
    rules_version: batch.rulesVersion,
    settings: batch.settings,
    seen_at: batch.seenAt,
  };
}

/** A generation that waits supersedes one that waited before it; the loaded one stays until the new one is committed. */
export const markWaiting = (seen: string): string[] => [
  `UPDATE ledger AS l SET state = 'superseded' FROM ${seen} AS s
WHERE l.object = s.object AND l.state = 'waiting' AND l.generation <> s.generation`,
  `UPDATE ledger AS l SET state = 'waiting' FROM ${seen} AS s
WHERE l.object = s.object AND l.generation = s.generation AND l.state = 'superseded' AND l.committed_at IS NULL`,
  `INSERT INTO ledger (object, generation, state, size_bytes, records, sessions, turns, quarantined, repeated, changes,
  redactions, rules_version, seen_at)
SELECT s.object, s.generation, 'waiting', s.size_bytes, 0, 0, 0, 0, 0, 0, '{}', 0, s.seen_at
FROM ${seen} AS s LEFT JOIN ledger AS l ON l.object = s.object AND l.generation = s.generation
WHERE l.object IS NULL`,
];

/** Deleted from the bucket: the last read generation is gone, its rows stay; one that was never read is gone unread. */
export const markGone = (gone: string): string[] => [
  `UPDATE ledger SET state = CASE WHEN state = 'waiting' AND object IN (
    SELECT object FROM ledger WHERE state IN ('loaded', 'quarantined', 'gone')) THEN 'superseded' ELSE 'gone' END
WHERE state IN ('waiting', 'loaded', 'quarantined') AND object IN (SELECT object FROM ${gone})`,
];

const CARRIED = [
  'size_bytes',
  'sha256',
  'records',
  'sessions',
  'turns',
  'quarantined',
  'repeated',
  'erased',
  'expired',
  'changes',
].concat(['redactions', 'rules_version', 'settings', 'first_loaded_at']);

/** The entries under which the rows of unchanged objects go on. */
export const renamedEntries = (seen: string): string =>
  `SELECT s.object, s.generation, l.generation AS old, ${CARRIED.map((name) => `l.${name}`).join(', ')}, s.seen_at
FROM ${seen} AS s JOIN ledger AS l ON l.object = s.object
WHERE l.state IN ('loaded', 'quarantined', 'gone') AND l.sha256 IS NOT NULL`;

/** Same bytes under a new generation, or an object that came back: its rows are renamed to it, nothing is read again. */
export const markUnchanged = (renamed: string, within: (column: string) => string, now: string): string[] => [
  ...supersede(renamed),
  `INSERT INTO ledger (object, generation, ${CARRIED.join(', ')}, seen_at, committed_at, state)
SELECT object, generation, ${CARRIED.join(', ')}, seen_at, ${timestampLiteral(now)},
  CASE WHEN sessions = 0 AND quarantined > 0 THEN 'quarantined' ELSE 'loaded' END FROM ${renamed}`,
  `UPDATE session_version AS v SET generation = r.generation FROM ${renamed} AS r
WHERE r.object = v.object AND ${within('v.call_start_time')}`,
  ...['quarantine', 'quarantine_decision'].map(
    (table) =>
      `UPDATE ${table} AS q SET generation = r.generation FROM ${renamed} AS r WHERE r.object = q.object`,
  ),
];

/** When the bytes of each entry were first loaded, before its own row goes. */
export const firstLoads = (entries: string): string =>
  `SELECT e.object, MIN(l.first_loaded_at) AS first_loaded_at
FROM ${entries} AS e LEFT JOIN ledger AS l ON l.object = e.object AND l.sha256 = e.sha256 GROUP BY e.object`;

/** The new generations' entries; older entries of the objects are superseded. The last statements of a commit. */
export const recordLoaded = (entries: string, first: string, now: string): string[] => {
  const names = ENTRY_COLUMNS.map(({ name }) => name);
  return [
    ...supersede(entries),
    `INSERT INTO ledger (${names.join(', ')}, committed_at, first_loaded_at)
SELECT ${names.map((name) => `e.${name}`).join(', ')}, ${timestampLiteral(now)},
  CASE WHEN e.sessions > 0 THEN COALESCE(f.first_loaded_at, ${timestampLiteral(now)}) END
FROM ${entries} AS e JOIN ${first} AS f ON f.object = e.object`,
  ];
};

/** A generation that waited, or that had been superseded and is back, has its one entry replaced. */
const supersede = (entries: string): string[] => [
  `UPDATE ledger SET state = 'superseded' WHERE state <> 'superseded' AND object IN (SELECT object FROM ${entries})`,
  `DELETE FROM ledger AS l WHERE EXISTS (
  SELECT 1 FROM ${entries} AS e WHERE e.object = l.object AND e.generation = l.generation)`,
];
