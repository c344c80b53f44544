import type { DuckDBConnection } from '@duckdb/node-api';

export type JournalKind = 'erase' | 'retain' | 'rebuild' | 'retry' | 'drop';

/** @param detail counts and names; nothing of a caller */
export async function addJournal(
  connection: DuckDBConnection,
  now: string,
  kind: JournalKind,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await connection.run('INSERT INTO journal ("at", kind, detail) VALUES ($1::TIMESTAMP, $2, $3)', [
    now,
    kind,
    JSON.stringify(detail),
  ]);
}
