import type { DuckDBConnection } from '@duckdb/node-api';
import { HIDDEN_ID } from '../../contract/batch.ts';
import { quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { STAGED_VERSION_COLUMNS } from '../../contract/inner-tables.ts';
import { ANNOTATION, DAY_CHANGE, JOURNAL, TOMBSTONE } from '../../contract/keeping-tables.ts';
import { areEqual, type Differences, type Rewrite } from '../rewrite.ts';
import { reelect } from './commit.ts';
import { compareWarehouses } from './compare.ts';
import { DAY_CHANGES_OF_REBUILD } from './days.ts';
import { LIST, listValue, VARCHAR } from './driver.ts';
import { addJournal } from './journal.ts';
import { getMeta, setMeta } from './meta.ts';
import { CODE_EXPRESSIONS } from './numbers.ts';

type Adopt = Extract<Rewrite, { kind: 'adopt' }>;

export interface Adoption {
  readonly differences: Differences;
  readonly adopted: boolean;
  readonly carried: number;
  readonly carriedUnredacted: number;
}

/** Completes a warehouse built from the bucket by what only the old one, attached as `old`, knows; says whether it may take its place. */
export async function adopt(connection: DuckDBConnection, work: Adopt, now: string): Promise<Adoption> {
  const differences = await compareWarehouses(connection);
  if (!work.accept && !areEqual(differences))
    return { differences, adopted: false, carried: 0, carriedUnredacted: 0 };
  await carryFirstTimes(connection);
  await carryLedger(connection, work.dropGone);
  const carried = work.dropGone ? 0 : await carryRows(connection, work.rekey);
  const carriedUnredacted = carried === 0 ? 0 : await unredacted(connection, work.redactedKinds ?? []);
  await carryKeepings(connection);
  await recount(connection);
  await addJournal(connection, now, 'rebuild', { ...differences, carried, dropGone: work.dropGone });
  return { differences, adopted: true, carried, carriedUnredacted };
}

/** Generations that the bucket no longer shows stay accounted for: superseded by what it holds now, or gone. */
async function carryLedger(connection: DuckDBConnection, dropGone: boolean): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE carried AS
    SELECT o.* REPLACE (CASE WHEN o.state = 'superseded' OR EXISTS (FROM ledger n WHERE n.object = o.object) THEN 'superseded'
      WHEN o.state = 'waiting' AND EXISTS (FROM old.main.ledger p WHERE p.object = o.object
        AND p.state IN ('loaded', 'quarantined', 'gone')) THEN 'superseded' ELSE 'gone' END AS state)
    FROM old.main.ledger o
    WHERE NOT EXISTS (FROM ledger n WHERE n.object = o.object AND n.generation = o.generation)`);
  const counts = ['records', 'sessions', 'turns', 'quarantined', 'repeated', 'erased', 'expired', 'changes'];
  const shown = dropGone
    ? counts.map((name) => `CASE WHEN state = 'gone' THEN 0 ELSE ${name} END AS ${name}`).join(', ')
    : null;
  await connection.run(
    `INSERT INTO ledger BY NAME SELECT * ${shown === null ? '' : `REPLACE (${shown})`} FROM carried`,
  );
}

/** What was loaded before is nothing new for being loaded again. */
async function carryFirstTimes(connection: DuckDBConnection): Promise<void> {
  await connection.run(`UPDATE ledger SET first_loaded_at = o.at FROM (
      SELECT object, sha256, min(first_loaded_at) AS at FROM old.main.ledger WHERE first_loaded_at IS NOT NULL GROUP BY ALL
    ) AS o WHERE o.object = ledger.object AND o.sha256 = ledger.sha256 AND ledger.first_loaded_at > o.at`);
}

const GONE = `(object, generation) IN (SELECT (object, generation) FROM carried WHERE state = 'gone')`;

async function carryRows(connection: DuckDBConnection, rekey: Adopt['rekey']): Promise<number> {
  const columns = STAGED_VERSION_COLUMNS.map((column) => quoteIdentifier(column.name)).join(', ');
  const codes = [...CODE_EXPRESSIONS.keys()].map(quoteIdentifier).join(', ');
  if (rekey) await listNewIds(connection, rekey);
  const as = rekey ? REKEYED : { version: '*', record: '*' };
  await connection.run(`INSERT INTO session_version (${columns}, ${codes}, is_current)
    SELECT ${columns}, ${codes}, false FROM (SELECT ${as.version} FROM old.main.session_version AS o WHERE ${GONE})`);
  await connection.run(
    `INSERT INTO quarantine BY NAME SELECT ${as.record} FROM old.main.quarantine AS o WHERE ${GONE}`,
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE touched_version AS
    SELECT session_id, customer_key, call_start_time, object FROM session_version WHERE ${GONE}`);
  await connection.run('CREATE OR REPLACE TEMP TABLE replaced_object (object VARCHAR)');
  await reelect(connection);
  const reader = await connection.runAndReadAll('SELECT count(*) FROM touched_version');
  return Number(reader.getRowsJS()[0]?.[0] ?? 0);
}

/** Carried rows of objects in which one of these kinds was not looked for. */
async function unredacted(connection: DuckDBConnection, kinds: readonly string[]): Promise<number> {
  const reader = await connection.runAndReadAll(
    `SELECT count(*) FROM session_version WHERE (object, generation) IN (SELECT (object, generation) FROM carried
      WHERE state = 'gone' AND NOT list_has_all(json_keys(redactions), $1::VARCHAR[]))`,
    [listValue([...kinds])],
    [LIST(VARCHAR)],
  );
  return Number(reader.getRowsJS()[0]?.[0] ?? 0);
}

/** Rows under the new key, as cleaning would have left them. None is written raw first: DuckDB keeps in a file what was overwritten. */
const REKEYED = (() => {
  const id = '(SELECT r.new_id FROM rekeyed AS r WHERE r.id = o.customer_id) AS customer_id';
  const hidden = (name: string) =>
    `CASE WHEN c.field = 'customer_id' AND c."${name}" IS NOT NULL THEN '${HIDDEN_ID}' ELSE c."${name}" END`;
  const changes = `list_transform(o.changes, lambda c: {'turn_number': c.turn_number, 'field': c.field,
    'before': ${hidden('before')}, 'after': ${hidden('after')}, 'rule': c.rule}) AS changes`;
  return { version: `* REPLACE (${id}, ${changes})`, record: `* REPLACE (${id})` };
})();

async function listNewIds(connection: DuckDBConnection, rekey: NonNullable<Adopt['rekey']>): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT customer_id FROM old.main.session_version WHERE customer_id IS NOT NULL AND ${GONE}
    UNION SELECT customer_id FROM old.main.quarantine WHERE customer_id IS NOT NULL AND ${GONE}`,
  );
  const ids = reader.getRowsJS().map(([id]) => String(id));
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE rekeyed AS SELECT unnest($1::VARCHAR[]) AS id, unnest($2::VARCHAR[]) AS new_id',
    [listValue(ids), listValue(ids.map(rekey))],
    [LIST(VARCHAR), LIST(VARCHAR)],
  );
}

async function carryKeepings(connection: DuckDBConnection): Promise<void> {
  for (const { name } of [TOMBSTONE, JOURNAL, ANNOTATION, DAY_CHANGE]) {
    await connection.run(`DELETE FROM ${name}`);
    await connection.run(`INSERT INTO ${name} BY NAME SELECT * FROM old.main.${name}`);
  }
  await connection.run(`INSERT INTO quarantine_decision BY NAME SELECT d.* FROM old.main.quarantine_decision AS d
    WHERE EXISTS (FROM quarantine AS q WHERE q.object = d.object AND q.generation = d.generation AND q.position = d.position)`);
  for (const key of ['tombstone_key', 'retain_from', 'data_version']) {
    const reader = await connection.runAndReadAll(`SELECT "value" FROM old.main.meta WHERE "key" = $1`, [
      key,
    ]);
    const value = reader.getRowsJS()[0]?.[0];
    if (typeof value === 'string') await setMeta(connection, key, value);
  }
}

/** The time of a day's first count, and what the rebuild changes in days that were over. */
async function recount(connection: DuckDBConnection): Promise<void> {
  const version = await getMeta(connection, 'data_version');
  for (const statement of DAY_CHANGES_OF_REBUILD) await connection.run(statement);
  await setMeta(connection, 'data_version', String(Number(version ?? 0) + 1));
}
