import type { Row } from '../warehouse/warehouse.ts';

/** Rows by the shape that their SELECT list gives them; tests hold every answer against its published schema. */
export function rowsAs<T extends object>(rows: readonly Row[]): T[] {
  return rows as unknown as T[];
}

/** Current sessions of all days. That is said of the start too: BigQuery reads partitions by a condition on it. */
export const CURRENT = `is_current AND call_start_time >= CAST('1970-01-01' AS TIMESTAMP)`;
/** Every version, likewise. */
export const ANY_VERSION = `call_start_time >= CAST('1970-01-01' AS TIMESTAMP)`;
