import type { Dimension, Lent } from '../dimension.ts';
import { keyColumn, named } from '../key.ts';
import type { Span } from '../period.ts';
import type { ScopeSql } from '../scope.ts';
import {
  alias,
  and,
  column,
  integer,
  list,
  type Sql,
  sessionVersion,
  sql,
  TRUE,
  text,
  timestamp,
} from '../sql.ts';
import { zoneOffsets } from '../zone.ts';
import type { WholeDays } from './whole-days.ts';

/**
 * Customers by the day of UTC on which they called, and by the day on which they had called before: null where they had not. The distinct
 * customers of whole days are those of each day who had not called since the first of them. A customer of a day is in one row for all calls
 * and, where `is_of_type`, in one for each topic type that was called about, with the day of the call before on that type.
 */
export const CUSTOMER_ROLLUP = 'customer_rollup';
export const PREVIOUS_DAY = 'previous_day';
export const IS_OF_TYPE = 'is_of_type';

/** Of all calls or, if of one topic type, of those: null is "(none)". */
export type CustomersOf = { readonly topicType: string | null } | 'all';

const DAY_MS = 86_400_000;
const start = column('call_start_time');
const next = column('next_contact_time');
const distinct = (where: Sql): Sql =>
  sql`(SELECT count(DISTINCT ${column('customer_key')}) FROM ${sessionVersion} WHERE ${and(column('is_current'), where)})`;

const within = (what: Sql, { fromMs, toMs }: Span): Sql =>
  and(
    fromMs === null ? TRUE : sql`${what} >= ${timestamp(fromMs)}`,
    toMs === null ? TRUE : sql`${what} < ${timestamp(toMs)}`,
  );

const customers = sql`coalesce(sum(${alias('customers')}), 0)`;
/** Of the rows of whole days that begin at `from`. */
const isFirst = (from: Sql): Sql => sql`(${alias(PREVIOUS_DAY)} IS NULL OR ${alias(PREVIOUS_DAY)} < ${from})`;
function isOf(of: CustomersOf): Sql {
  if (of === 'all') return sql`NOT ${alias(IS_OF_TYPE)}`;
  const { topicType } = of;
  const type = column('topic_type');
  return and(
    alias(IS_OF_TYPE),
    topicType === null ? sql`${type} IS NULL` : sql`${type} = ${text(topicType)}`,
  );
}

/** Distinct customers of all calls of a span: those of its parts, each less the ones who called again in a later part. */
export function customersOfSpan(span: Span, days: WholeDays, name: string): Sql {
  const whole = { fromMs: days.fromMs, toMs: days.toMs };
  const parts = days.rest.map((rest) => {
    const isBefore = rest.toMs === days.fromMs;
    const again = isBefore
      ? and(within(start, rest), within(next, { fromMs: rest.toMs, toMs: span.toMs }))
      : and(within(start, whole), within(next, rest));
    return sql` + ${distinct(within(start, rest))} - ${distinct(again)}`;
  });
  const all = sql`(${ofWholeDays(days, 'all')})${list(parts, '')}`;
  return sql`SELECT ${named(all, name)}`;
}

/** Distinct customers of whole days. */
export const customersOfDays = (days: WholeDays, of: CustomersOf, name: string): Sql =>
  sql`SELECT ${named(sql`(${ofWholeDays(days, of)})`, name)}`;

const ofWholeDays = ({ fromMs, toMs }: WholeDays, of: CustomersOf): Sql =>
  sql`SELECT ${customers} FROM ${alias(CUSTOMER_ROLLUP)} WHERE ${and(isOf(of), within(start, { fromMs, toMs }), isFirst(timestamp(fromMs)))}`;

interface Run extends Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucket: number;
}

/**
 * Distinct customers by a bucket of time, where all days but the last ones are whole, and each in one bucket: the bucket in which whole
 * days end is read from calls, with all that is later. Null where that is all.
 */
export function customersByBucket(
  of: CustomersOf,
  { bucketOf, expression }: Required<Pick<Dimension, 'bucketOf' | 'expression'>>,
  days: WholeDays,
  timeZone: string,
  scope: Lent & Pick<ScopeSql, 'conditions'>,
): ((name: string) => Sql) | null {
  const all = runsOf(days, timeZone, bucketOf);
  const [rest] = days.rest;
  const runs = rest ? all.slice(0, -1) : all;
  if (runs.length === 0) return null;
  const key = alias(keyColumn(0));
  const later = rest && within(start, { fromMs: all.at(-1)?.fromMs ?? rest.fromMs, toMs: rest.toMs });
  return (name) =>
    later
      ? sql`${ofRuns(of, runs, name)}
UNION ALL SELECT ${named(expression(scope), keyColumn(0))}, ${named(sql`count(DISTINCT ${column('customer_key')})`, name)}
FROM ${sessionVersion} WHERE ${and(column('is_current'), later, scope.conditions)} GROUP BY ${key}`
      : ofRuns(of, runs, name);
}

/** Day by day, since a join by equality takes a fifth of one by ranges. */
function ofRuns(of: CustomersOf, runs: readonly Run[], name: string): Sql {
  const values = runs.map(
    ({ bucket, fromMs, toMs }) => sql`(${integer(bucket)}, ${timestamp(fromMs)}, ${timestamp(toMs)})`,
  );
  const [key, first, end, day] = [alias(keyColumn(0)), alias('from'), alias('to'), alias('day')];
  return sql`SELECT ${key}, ${named(customers, name)}
FROM ${alias(CUSTOMER_ROLLUP)} JOIN (
  SELECT ${key}, ${first}, unnest(generate_series(${first}, ${end} - INTERVAL 1 DAY, INTERVAL 1 DAY)) AS ${day}
  FROM (VALUES ${list(values)}) AS ${alias('bucket')} (${list([key, first, end])})
) AS ${alias('bucket_day')} ON ${start} = ${day}
WHERE ${and(isOf(of), isFirst(first))}
GROUP BY ${key}`;
}

function runsOf({ fromMs, toMs }: WholeDays, timeZone: string, bucketOf: (at: Date) => number): Run[] {
  const offsets = zoneOffsets(timeZone, fromMs, toMs);
  const runs: Run[] = [];
  for (let dayMs = fromMs; dayMs < toMs; dayMs += DAY_MS) {
    const offset = offsets.findLast((each) => each.fromMs <= dayMs) ?? offsets[0];
    const bucket = bucketOf(new Date(dayMs + (offset?.offsetMs ?? 0)));
    const last = runs.at(-1);
    if (last?.bucket === bucket) runs[runs.length - 1] = { ...last, toMs: dayMs + DAY_MS };
    else runs.push({ bucket, fromMs: dayMs, toMs: dayMs + DAY_MS });
  }
  return runs;
}
