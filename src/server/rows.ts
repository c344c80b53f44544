import type { Row } from '../warehouse/warehouse.ts';

/** Rows by the shape that their SELECT list gives them; tests hold every answer against its published schema. */
export function rowsAs<T extends object>(rows: readonly Row[]): T[] {
  return rows as unknown as T[];
}
