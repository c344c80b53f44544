import type { Dialect, ListDialect } from './dialect.ts';

const quote = (name: string) => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
const from = (list: string, condition: string) => `FROM UNNEST(${list}) AS t WHERE ${condition}`;

const lists: ListDialect = {
  any: (list, condition) => `EXISTS (SELECT 1 ${from(list, condition)})`,
  min: (list, condition, value) => `(SELECT MIN(${value}) ${from(list, condition)})`,
  max: (list, condition, value) => `(SELECT MAX(${value}) ${from(list, condition)})`,
  pick(list, condition, fields) {
    const members = Object.entries(fields).map(([name, value]) => `${value} AS ${quote(name)}`);
    return `ARRAY(SELECT AS STRUCT ${members.join(', ')} ${from(list, condition)})`;
  },
  at: (list, position) => `${list}[SAFE_ORDINAL(${position})]`,
  explode: (columns, list, table) =>
    `SELECT ${[...columns, quote('turn')].join(', ')} FROM ${table} CROSS JOIN UNNEST(${list}) AS ${quote('turn')}`,
};

export const googlesql: Dialect = {
  hasNumbers: false,
  hasPartitions: true,
  quote,
  placeholder: (position) => `@p${position}`,
  integer: (expression) => `CAST(${expression} AS INT64)`,
  countIf: (condition) => `COUNTIF(${condition})`,
  countDistinct: (value) => `COUNT(DISTINCT ${value})`,
  sum: (expression) => `COALESCE(SUM(${expression}), 0)`,
  sumOfProducts: (one, other) => `COALESCE(SUM(CAST(${one} AS FLOAT64) * CAST(${other} AS FLOAT64)), 0)`,
  // In brackets of its own, as translators to other engines write it as an operator.
  divide: (dividend, divisor) => `DIV((${dividend}), (${divisor}))`,
  round: (number) => `CAST(ROUND(${number}) AS INT64)`,
  maxBy: (value, greatest) => `ANY_VALUE(${value} HAVING MAX ${greatest})`,
  epochMillis: (timestamp) => `UNIX_MILLIS(${timestamp})`,
  shuffled: (text, seed) => `TO_HEX(MD5(CONCAT(${seed}, ${text})))`,
  lists,
  months: (epochMillis) => `DATE_DIFF(DATE(TIMESTAMP_MILLIS(${epochMillis})), DATE '0001-01-01', MONTH)`,
};
