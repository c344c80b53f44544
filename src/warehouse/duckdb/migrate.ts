import { randomBytes } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { EarshotError } from '../../base/errors.ts';
import { duckdbTables, duckdbViews, quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { DAYS_ANEW } from './days.ts';
import { FIND_PREVIOUS } from './election.ts';
import { CODE_EXPRESSIONS } from './numbers.ts';
import type { DuckDbOptions } from './open.ts';
import { ensureRollups } from './rollup.ts';

/** Version of the tables' layout; a warehouse with a higher one is left alone. */
export const SCHEMA_VERSION = 5;

/** What makes each layout of the one before it. */
const UPGRADES: Readonly<Record<number, readonly string[]>> = {
  2: [...CODE_EXPRESSIONS].flatMap(([name, expression]) => [
    `ALTER TABLE session_version ADD COLUMN IF NOT EXISTS ${quoteIdentifier(name)} BIGINT`,
    `UPDATE session_version SET ${quoteIdentifier(name)} = ${expression}`,
  ]),
  3: [
    ...duckdbTables(),
    'ALTER TABLE quarantine ADD COLUMN IF NOT EXISTS customer_id VARCHAR',
    'ALTER TABLE ledger ADD COLUMN IF NOT EXISTS erased BIGINT DEFAULT 0',
    'ALTER TABLE ledger ADD COLUMN IF NOT EXISTS expired BIGINT DEFAULT 0',
    'ALTER TABLE ledger ADD COLUMN IF NOT EXISTS settings VARCHAR',
    'DELETE FROM day_outcome',
    `INSERT INTO day_outcome ${DAYS_ANEW}`,
  ],
  4: [
    'ALTER TABLE ledger ADD COLUMN IF NOT EXISTS first_loaded_at TIMESTAMP',
    'UPDATE ledger SET first_loaded_at = committed_at WHERE first_loaded_at IS NULL AND sessions > 0',
    'ALTER TABLE quarantine ADD COLUMN IF NOT EXISTS call_start_time TIMESTAMP',
  ],
  5: ['ALTER TABLE session_version ADD COLUMN IF NOT EXISTS previous_contact_time TIMESTAMP', FIND_PREVIOUS],
};

/** @throws EarshotError `warehouse_newer`, `warehouse_foreign`; then nothing was changed. */
export async function migrate(
  connection: DuckDBConnection,
  label: string,
  { denseCallsADay }: DuckDbOptions = {},
): Promise<void> {
  const found = await schemaVersion(connection, label);
  if (found !== null && found > SCHEMA_VERSION) {
    throw new EarshotError(
      'environment',
      'warehouse_newer',
      `${label} has layout ${found}; this Earshot knows layouts up to ${SCHEMA_VERSION}.`,
      { hint: 'Nothing was changed. Update Earshot, or point --warehouse at another file.' },
    );
  }
  if (found === null) await create(connection);
  else if (found < SCHEMA_VERSION) await upgrade(connection, found);
  await ensureRollups(connection, denseCallsADay);
}

async function create(connection: DuckDBConnection): Promise<void> {
  await connection.run('BEGIN');
  for (const statement of [...duckdbTables(), ...duckdbViews()]) await connection.run(statement);
  await connection.run(
    `INSERT INTO meta ("key", "value") VALUES ('schema_version', '${SCHEMA_VERSION}'), ('data_version', '0')`,
  );
  await keyTombstones(connection);
  await connection.run('COMMIT');
}

/** Random, and nowhere else: without the warehouse nobody can ask whether a customer was erased. */
async function keyTombstones(connection: DuckDBConnection): Promise<void> {
  await connection.run(
    `INSERT INTO meta ("key", "value") SELECT 'tombstone_key', $1 WHERE NOT EXISTS (FROM meta WHERE "key" = 'tombstone_key')`,
    [randomBytes(32).toString('hex')],
  );
}

/** DuckDB refuses to update a table in the transaction that altered it, so each statement may be run again after a crash. */
async function upgrade(connection: DuckDBConnection, from: number): Promise<void> {
  for (let layout = from + 1; layout <= SCHEMA_VERSION; layout++) {
    for (const statement of UPGRADES[layout] ?? []) await connection.run(statement);
  }
  await keyTombstones(connection);
  for (const view of duckdbViews()) await connection.run(view);
  await connection.run(`UPDATE meta SET "value" = '${SCHEMA_VERSION}' WHERE "key" = 'schema_version'`);
}

/** Null in an empty file. @throws EarshotError `warehouse_foreign` when the tables are not Earshot's */
async function schemaVersion(connection: DuckDBConnection, label: string): Promise<number | null> {
  const [tables] = await rowsOf(
    connection,
    `SELECT count(DISTINCT table_name) AS tables,
      count(*) FILTER (table_name = 'meta' AND column_name IN ('key', 'value')) AS meta_columns
    FROM duckdb_columns() WHERE NOT internal AND database_name = current_database()`,
  );
  if (Number(tables?.tables) === 0) return null;
  if (Number(tables?.meta_columns) !== 2) throw foreign(label);
  const [row] = await rowsOf(connection, `SELECT "value" FROM meta WHERE "key" = 'schema_version'`);
  const version = String(row?.value ?? '');
  if (!/^\d+$/.test(version)) throw foreign(label);
  return Number(version);
}

async function rowsOf(connection: DuckDBConnection, sql: string) {
  return (await connection.runAndReadAll(sql)).getRowObjectsJS();
}

function foreign(label: string): EarshotError {
  return new EarshotError(
    'environment',
    'warehouse_foreign',
    `${label} is a DuckDB file, but not a warehouse of Earshot. Nothing was changed.`,
    { hint: 'Name another file with --warehouse FILE.', facts: { path: label } },
  );
}
