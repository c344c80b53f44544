import type { DuckDBConnection } from '@duckdb/node-api';
import type { Keeping } from '../../contract/keeping.ts';

export async function setMeta(connection: DuckDBConnection, key: string, value: string): Promise<void> {
  await connection.run('DELETE FROM meta WHERE "key" = $1', [key]);
  await connection.run('INSERT INTO meta ("key", "value") VALUES ($1, $2)', [key, value]);
}

/** Null when the warehouse does not say. */
export async function getMeta(connection: DuckDBConnection, key: string): Promise<string | null> {
  const reader = await connection.runAndReadAll('SELECT "value" FROM meta WHERE "key" = $1', [key]);
  const value = reader.getRowsJS()[0]?.[0];
  return value === undefined || value === null ? null : String(value);
}

export async function readKeeping(connection: DuckDBConnection): Promise<Keeping> {
  const hashes = await connection.runAndReadAll('SELECT hash FROM tombstone ORDER BY hash');
  return {
    tombstoneKey: (await getMeta(connection, 'tombstone_key')) ?? '',
    tombstones: hashes.getRowsJS().map(([hash]) => String(hash)),
    retainFrom: await getMeta(connection, 'retain_from'),
  };
}
