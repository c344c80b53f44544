import type { DuckDBConnection } from '@duckdb/node-api';
import { EarshotError } from '../../base/errors.ts';
import { duckdbTables, duckdbViews } from '../../contract/duckdb-ddl.ts';

/** Version of the tables' layout; a warehouse with a higher one is left alone. */
export const SCHEMA_VERSION = 1;

export async function migrate(connection: DuckDBConnection, label: string): Promise<void> {
  const found = await schemaVersion(connection);
  if (found !== null && found > SCHEMA_VERSION) {
    throw new EarshotError(
      'environment',
      'warehouse_newer',
      `${label} has layout ${found}; this Earshot knows layouts up to ${SCHEMA_VERSION}.`,
      { hint: 'Nothing was changed. Update Earshot, or point --warehouse at another file.' },
    );
  }
  if (found === SCHEMA_VERSION) return;
  await connection.run('BEGIN');
  for (const statement of [...duckdbTables(), ...duckdbViews()]) await connection.run(statement);
  await connection.run(
    `INSERT INTO meta ("key", "value") VALUES ('schema_version', '${SCHEMA_VERSION}'), ('data_version', '0')`,
  );
  await connection.run('COMMIT');
}

async function schemaVersion(connection: DuckDBConnection): Promise<number | null> {
  const tables = await connection.runAndReadAll(
    "SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'meta' AND NOT internal",
  );
  if (Number(tables.getRowObjectsJS()[0]?.n) === 0) return null;
  const rows = await connection.runAndReadAll(`SELECT "value" FROM meta WHERE "key" = 'schema_version'`);
  return Number(rows.getRowObjectsJS()[0]?.value ?? 0);
}
