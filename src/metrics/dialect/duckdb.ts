import type { Dialect, ListDialect } from './dialect.ts';

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const filtered = (list: string, condition: string) => `list_filter(${list}, lambda t: ${condition})`;
const mapped = (list: string, condition: string, value: string) =>
  `list_transform(${filtered(list, condition)}, lambda t: ${value})`;

/** Picking before unnesting takes a tenth of the time of unnesting all that a turn holds. */
const lists: ListDialect = {
  any: (list, condition) => `len(${filtered(list, condition)}) > 0`,
  min: (list, condition, value) => `list_min(${mapped(list, condition, value)})`,
  max: (list, condition, value) => `list_max(${mapped(list, condition, value)})`,
  pick(list, condition, fields) {
    const members = Object.entries(fields).map(([name, value]) => `${quote(name)} := ${value}`);
    return mapped(list, condition, `struct_pack(${members.join(', ')})`);
  },
  at: (list, position) => `${list}[${position}]`,
  explode: (columns, list, from) =>
    `SELECT ${[...columns, `UNNEST(${list}) AS ${quote('turn')}`].join(', ')} FROM ${from}`,
};

export const duckdb: Dialect = {
  hasNumbers: true,
  hasPartitions: false,
  quote,
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
  round: (number) => `CAST(round(${number}) AS BIGINT)`,
  maxBy: (value, greatest) => `max_by(${value}, ${greatest})`,
  epochMillis: (timestamp) => `epoch_ms(${timestamp})`,
  shuffled: (text, seed) => `md5(concat(${seed}, ${text}))`,
  lists,
  months: (epochMillis) =>
    `date_diff('month', TIMESTAMP '0001-01-01', make_timestamp(1000 * (${epochMillis})))`,
};
