import type { Cell } from '../warehouse.ts';

/** A driver's value as a plain cell: integers as numbers, timestamps as ISO 8601 UTC text with milliseconds. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return integerOf(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new TypeError(
    `A query returned a value that is not a scalar: ${Object.prototype.toString.call(value)}`,
  );
}

function integerOf(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new RangeError(`A query returned an integer beyond 2^53: ${value}`);
  return number;
}
