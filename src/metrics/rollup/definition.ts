import type { Dialect } from '../dialect/dialect.ts';
import { duckdb } from '../dialect/duckdb.ts';
import { measureOf } from '../measure/expression.ts';
import type { Given } from '../measure/measure.ts';
import { METRICS } from '../registry.ts';
import type { Statement } from '../source.ts';
import { alias, column, list, type Sql, sql, statement } from '../sql.ts';

/**
 * Sums of the metrics' integers per day of UTC and what nearly every question filters or groups by: a question over ten million
 * calls then reads some ten thousand rows. Its columns have the names that they have in `session_version`, with the day's midnight as
 * the start, so that a dimension or a filter is written once for both.
 */
export const DAY_ROLLUP = 'day_rollup';

/** Columns of a call that a row of the rollup has, too. */
export const ROLLED_COLUMNS: readonly string[] = [
  'topic_type',
  'topic_name',
  'topic_key',
  'resolution_status',
  'resolution_status_code',
  'is_engaged',
];

/** The most and the least that a call of the row has: tells which rows the first calls of an order can be in. */
export const EXTREMES = {
  shortest: { of: 'call_duration_sec', column: 'least call_duration_sec', aggregate: 'min' },
  longest: { of: 'call_duration_sec', column: 'greatest call_duration_sec', aggregate: 'max' },
  most_turns: { of: 'customer_turns', column: 'greatest customer_turns', aggregate: 'max' },
} as const;

/** The latest end of the row's calls: tells until when a window may still be open. */
export const LAST_END = 'last_end';

/** The longest window that the rollup counts by: a later contact beyond it changes nothing in it. */
export const LONGEST_WINDOW_MS = 7 * 24 * 3_600_000;

/** As of days all of whose windows have closed, with the options that a question has when it says nothing. */
const SETTLED: Given = {
  newestMs: null,
  settledForMs: LONGEST_WINDOW_MS,
  durableDays: 7,
  durableAnyTopic: false,
  groups: 'any',
};

interface Sum {
  readonly column: string;
  readonly piece: Sql;
}

const idOf = (piece: Sql, dialect: Dialect): string => {
  const { sql: text, params } = statement(piece, dialect);
  return JSON.stringify([text, params]);
};

/** Every integer that some metric sums; metrics that count distinct values, or rank, have none. */
const SUMS: ReadonlyMap<string, Sum> = (() => {
  const sums = new Map<string, Sum>();
  for (const { name, expression } of METRICS) {
    if (expression.form === 'distinct' || expression.form === 'percentile') continue;
    for (const [aggregate, piece] of Object.entries(measureOf(expression, SETTLED).aggregates)) {
      const id = idOf(piece, duckdb);
      if (!sums.has(id)) sums.set(id, { column: `${name} ${aggregate}`, piece });
    }
  }
  return sums;
})();

/** The column that holds the sums of an aggregate, said of days whose windows have closed; undefined when none does. */
export const summedIn = (piece: Sql): string | undefined => SUMS.get(idOf(piece, duckdb))?.column;

/** What is selected from calls to make rows of the rollup, after the columns that they are grouped by. */
export function rollupSums(): Statement {
  const sums = [...SUMS.values()].map(({ column: name, piece }) => sql`${piece} AS ${alias(name)}`);
  const extremes = Object.values(EXTREMES).map(
    ({ of, column: name, aggregate }) => sql`${() => aggregate}(${column(of)}) AS ${alias(name)}`,
  );
  return statement(list([...sums, ...extremes], ',\n  '), duckdb);
}
