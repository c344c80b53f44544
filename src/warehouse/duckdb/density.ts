import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * With fewer calls a day, sums by further dimensions would have about as many rows as there are calls, and cost each commit more than they
 * save: up to 500,000 calls a question reads calls in a few milliseconds anyway.
 */
export const DENSE_CALLS_A_DAY = 4000;

/** Calls a day, over days that have any. */
export async function density(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll(
    'SELECT CAST(coalesce(sum(sessions) / count(*), 0) AS DOUBLE) FROM day_outcome',
  );
  return Number(reader.getRowsJS()[0]?.[0] ?? 0);
}
