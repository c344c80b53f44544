import type { Cell, Row } from '../warehouse.ts';

/** A row of the SDK as plain cells: integers as numbers, timestamps as ISO 8601 UTC text with milliseconds. */
export function rowOf(row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)]));
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'object' && 'value' in value && typeof value.value === 'string')
    return new Date(value.value).toISOString();
  throw new TypeError(
    `A query returned a value that is not a scalar: ${Object.prototype.toString.call(value)}`,
  );
}
