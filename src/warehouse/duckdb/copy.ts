import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { INNER_TABLES } from '../../contract/inner-tables.ts';
import type { Removed, Rewrite } from '../rewrite.ts';
import { reelect } from './commit.ts';
import { recountDays } from './days.ts';
import { addJournal } from './journal.ts';
import { setMeta } from './meta.ts';

type Leaving = Exclude<Rewrite, { kind: 'adopt' }>;

interface Condition {
  readonly sql: string;
  readonly params: readonly string[];
}

/** Which sessions go, and which records of the quarantine. One whose start is not known outlives every cut-off. */
function goingRows(rewrite: Leaving): Condition {
  return rewrite.kind === 'erase'
    ? { sql: 'customer_id = $1', params: [rewrite.customerId] }
    : { sql: 'call_start_time < $1::TIMESTAMP', params: [rewrite.from] };
}

/** Fills the fresh warehouse with all of the old one, attached as `old`, but for what has to go. */
export async function copyWithout(
  connection: DuckDBConnection,
  rewrite: Leaving,
  now: string,
): Promise<Removed> {
  const going = goingRows(rewrite);
  for (const { name } of INNER_TABLES) {
    const isLeft = name === 'session_version' || name === 'quarantine';
    const table = quoteIdentifier(name);
    await connection.run(`DELETE FROM ${table}`);
    await connection.run(
      `INSERT INTO ${table} BY NAME SELECT * FROM old.main.${table}${isLeft ? ` WHERE (${going.sql}) IS NOT TRUE` : ''}`,
      isLeft ? [...going.params] : [],
    );
  }
  const removed = await settleLedger(connection, going, rewrite.kind);
  await settleRest(connection, rewrite, removed, now);
  return removed;
}

/** Takes what has gone out of the ledger's counts, so that records in stays the sum of what became of them. */
async function settleLedger(
  connection: DuckDBConnection,
  { sql, params }: Condition,
  kind: Leaving['kind'],
): Promise<Removed> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE touched_version AS SELECT session_id, customer_key, call_start_time, object, generation, turn_count,
      len(changes) AS changed FROM old.main.session_version WHERE ${sql}`,
    [...params],
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE gone_record AS SELECT object, generation FROM old.main.quarantine WHERE ${sql}`,
    [...params],
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE removal AS
    SELECT object, generation, sum(sessions) AS sessions, sum(turns) AS turns, sum(changed) AS changed, sum(records) AS records FROM (
      SELECT object, generation, 1 AS sessions, turn_count AS turns, changed, 0 AS records FROM touched_version
      UNION ALL SELECT object, generation, 0, 0, 0, 1 FROM gone_record
    ) GROUP BY ALL`);
  const fate = kind === 'erase' ? 'erased' : 'expired';
  await connection.run(`UPDATE ledger SET sessions = ledger.sessions - r.sessions, turns = ledger.turns - r.turns,
      changes = ledger.changes - r.changed, quarantined = ledger.quarantined - r.records,
      ${fate} = coalesce(ledger.${fate}, 0) + r.sessions + r.records,
      state = CASE WHEN ledger.state NOT IN ('loaded', 'quarantined') THEN ledger.state
        WHEN ledger.sessions = r.sessions AND ledger.quarantined > r.records THEN 'quarantined' ELSE 'loaded' END
    FROM removal AS r WHERE r.object = ledger.object AND r.generation = ledger.generation`);
  return removedOf(connection);
}

async function removedOf(connection: DuckDBConnection): Promise<Removed> {
  const sums = await connection.runAndReadAll(
    `SELECT coalesce(sum(sessions), 0)::BIGINT, coalesce(sum(turns), 0)::BIGINT, coalesce(sum(records), 0)::BIGINT FROM removal`,
  );
  const [sessions = 0, turns = 0, quarantined = 0] = (sums.getRowsJS()[0] ?? []).map(Number);
  const held = await connection.runAndReadAll(`SELECT DISTINCT r.object FROM removal AS r JOIN ledger AS l
    ON l.object = r.object AND l.state IN ('loaded', 'quarantined', 'waiting') ORDER BY r.object`);
  const undated = await connection.runAndReadAll(
    'SELECT count(*) FROM quarantine WHERE call_start_time IS NULL',
  );
  const kept = Number(undated.getRowsJS()[0]?.[0] ?? 0);
  return {
    sessions,
    turns,
    quarantined,
    undated: kept,
    objects: held.getRowsJS().map(([object]) => String(object)),
  };
}

async function settleRest(
  connection: DuckDBConnection,
  rewrite: Leaving,
  removed: Removed,
  now: string,
): Promise<void> {
  await connection.run(`DELETE FROM quarantine_decision WHERE NOT EXISTS (FROM quarantine AS q
    WHERE q.object = quarantine_decision.object AND q.generation = quarantine_decision.generation
      AND q.position = quarantine_decision.position)`);
  await connection.run('CREATE OR REPLACE TEMP TABLE replaced_object (object VARCHAR)');
  await reelect(connection);
  // What goes by its age changes no day that anybody still asks about.
  await recountDays(connection, now, rewrite.kind === 'erase' ? now : '1970-01-01');
  const { sessions, turns, quarantined, objects } = removed;
  const detail = { sessions, turns, quarantined, objects: objects.length };
  if (rewrite.kind === 'erase') {
    await connection.run(
      'INSERT INTO tombstone SELECT $1, $2::TIMESTAMP WHERE NOT EXISTS (FROM tombstone WHERE hash = $1)',
      [rewrite.tombstone, now],
    );
    await addJournal(connection, now, 'erase', detail);
  } else {
    await setMeta(connection, 'retain_from', rewrite.from);
    await addJournal(connection, now, 'retain', { ...detail, from: rewrite.from });
  }
}
