import type { Dialect } from './dialect.ts';

export const duckdb: Dialect = {
  hasNumbers: true,
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  integer: (expression) => `CAST(${expression} AS BIGINT)`,
  countIf: (condition) => `count_if(${condition})`,
  // A bitmap per group takes a half of the time of a hash table of (group, key), but a bit for every key there is.
  countDistinct: (_value, key, groups) =>
    groups === 'few' ? `coalesce(bit_count(bitstring_agg(${key})), 0)` : `count(DISTINCT ${key})`,
  // A sum of BIGINT is a HUGEINT, which drivers hand out as something other than a plain integer.
  sum: (expression) => `CAST(coalesce(sum(${expression}), 0) AS BIGINT)`,
  sumOfProducts: (one, other) => `coalesce(sum(CAST(${one} AS DOUBLE) * CAST(${other} AS DOUBLE)), 0)`,
  divide: (dividend, divisor) => `((${dividend}) // (${divisor}))`,
  epochMillis: (timestamp) => `epoch_ms(${timestamp})`,
  months: (epochMillis) =>
    `date_diff('month', TIMESTAMP '0001-01-01', make_timestamp(1000 * (${epochMillis})))`,
};
