import type { Dialect } from './dialect.ts';

export const googlesql: Dialect = {
  hasNumbers: false,
  quote: (name) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``,
  placeholder: (position) => `@p${position}`,
  integer: (expression) => `CAST(${expression} AS INT64)`,
  countIf: (condition) => `COUNTIF(${condition})`,
  countDistinct: (value) => `COUNT(DISTINCT ${value})`,
  sum: (expression) => `COALESCE(SUM(${expression}), 0)`,
  sumOfProducts: (one, other) => `COALESCE(SUM(CAST(${one} AS FLOAT64) * CAST(${other} AS FLOAT64)), 0)`,
  divide: (dividend, divisor) => `DIV(${dividend}, ${divisor})`,
  epochMillis: (timestamp) => `UNIX_MILLIS(${timestamp})`,
  months: (epochMillis) => `DATE_DIFF(DATE(TIMESTAMP_MILLIS(${epochMillis})), DATE '0001-01-01', MONTH)`,
};
