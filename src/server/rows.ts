import { type Held, heldFromMs, heldToMs } from '../contract/held.ts';
import type { Row } from '../metrics/source.ts';

/** Rows by the shape that their SELECT list gives them; tests hold every answer against its published schema. */
export function rowsAs<T extends object>(rows: readonly Row[]): T[] {
  return rows as unknown as T[];
}

const timestamp = (ms: number): string => `CAST('${new Date(ms).toISOString().slice(0, 10)}' AS TIMESTAMP)`;

/**
 * Every version there is. That is said of the start, by constants: BigQuery reads partitions by that alone.
 * @param held null: the warehouse has no partitions, or nothing in them
 */
export function anyVersion(held: Held | null): string {
  const from = `call_start_time >= ${timestamp(held === null ? 0 : heldFromMs(held))}`;
  return held === null ? from : `${from} AND call_start_time < ${timestamp(heldToMs(held))}`;
}

/** Current sessions of all days, likewise. */
export const currentSession = (held: Held | null): string => `is_current AND ${anyVersion(held)}`;
