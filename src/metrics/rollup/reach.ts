import type { Span } from '../period.ts';
import type { Row } from '../source.ts';
import { alias, and, column, integer, rowLimit, type Sql, sql } from '../sql.ts';
import { EXTREMES } from './definition.ts';
import { callsOf, isWholeDay, type RolledDays } from './rolled-select.ts';

/** Orders whose first calls the sums by day can tell the days of. */
export type ReachedOrder = keyof typeof EXTREMES;
export const isReached = (order: string | undefined): order is ReachedOrder =>
  order !== undefined && Object.hasOwn(EXTREMES, order);

/** Each is a select of its own, and days between them are read for nothing. */
const MAX_STRETCHES = 8;
const DAY_MS = 86_400_000;
const day = alias('day');
const bound = alias('bound');

/**
 * The rows of the rollup that come first in the order, by the first call that each has, the newest before equal ones: no other days
 * have one of the first calls.
 */
export function reachSelect(
  order: ReachedOrder,
  { days, rows }: RolledDays,
  conditions: Sql,
  calls: number,
): Sql {
  const { column: extreme, aggregate } = EXTREMES[order];
  const first = alias(extreme);
  const direction = aggregate === 'max' ? sql` DESC` : sql``;
  return sql`SELECT ${column('call_start_time')} AS ${day}, ${first} AS ${bound}
FROM ${alias(rows.table)}
WHERE ${and(rows.are, isWholeDay(days, rows.piece), conditions, sql`${first} IS NOT NULL`)}
ORDER BY ${bound}${direction}, ${day} DESC
LIMIT ${rowLimit(calls)}`;
}

const ROW_ID: Sql = () => 'rowid';
const ROW = alias('row');

/** Calls among which the first ones of the order are, each with its place in the table as `row`. */
export interface Reached {
  readonly from: Sql;
  readonly where: Sql;
}

/** Null where fewer rows were found than calls are wanted: then any call may be one of them. */
export function reachedBy(
  order: ReachedOrder,
  { days: { rest } }: RolledDays,
  calls: number,
  found: readonly Row[],
): Reached | null {
  const last = found.at(calls - 1);
  if (!last || rest.length > MAX_STRETCHES) return null;
  const { of, aggregate } = EXTREMES[order];
  const days = stretchesOf(found.map((row) => Date.parse(String(row.day))));
  return {
    from: callsOf(apart([...days, ...rest]), sql`*, ${ROW_ID} AS ${ROW}`),
    where: sql`${column(of)} ${aggregate === 'max' ? sql`>=` : sql`<=`} ${integer(Number(last.bound))}`,
  };
}

/** The same times, each once: a stretch of days may hold a day of the rest. */
function apart(spans: readonly Span[]): Span[] {
  const startOf = ({ fromMs }: Span) => fromMs ?? Number.NEGATIVE_INFINITY;
  const endOf = ({ toMs }: Span) => toMs ?? Number.POSITIVE_INFINITY;
  const kept: Span[] = [];
  for (const span of spans.toSorted((one, other) => startOf(one) - startOf(other))) {
    const last = kept.at(-1);
    if (!last || startOf(span) > endOf(last)) kept.push(span);
    else if (endOf(span) > endOf(last)) kept[kept.length - 1] = { fromMs: last.fromMs, toMs: span.toMs };
  }
  return kept;
}

/** Days, or hours and what follows them, as few spans, those apart the least made one. */
function stretchesOf(days: readonly number[]): Span[] {
  const sorted = [...new Set(days)].sort((one, other) => one - other);
  const gaps = sorted.slice(1).map((dayMs, index) => dayMs - (sorted[index] ?? dayMs));
  const widest = gaps.toSorted((one, other) => other - one)[MAX_STRETCHES - 1] ?? 0;
  const least = Math.max(DAY_MS, widest);
  const stretches: { fromMs: number; toMs: number }[] = [];
  for (const dayMs of sorted) {
    const open = stretches.at(-1);
    if (open && dayMs + DAY_MS - open.toMs <= least) open.toMs = dayMs + DAY_MS;
    else stretches.push({ fromMs: dayMs, toMs: dayMs + DAY_MS });
  }
  return stretches;
}

/** Of the calls that a select finds by `row`: texts are read of them alone. Sums by day are DuckDB's, and so are places of rows. */
export const isAmong = (selectFrom: (columns: Sql) => Sql): Sql => sql`${ROW_ID} IN (${selectFrom(ROW)})`;
