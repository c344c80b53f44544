import type { Dimension, Lent } from '../dimension.ts';
import { keyColumn, named } from '../key.ts';
import type { Span } from '../period.ts';
import { alias, and, column, integer, list, type Sql, sessionVersion, sql, TRUE, timestamp } from '../sql.ts';
import { zoneOffsets } from '../zone.ts';
import type { WholeDays } from './whole-days.ts';

/**
 * Customers by the day of UTC on which they called (`next_day` is null) and, of those, how many called next on which later day. The
 * distinct customers of whole days are those of each day less those who called again before the last of them was over.
 */
export const CUSTOMER_ROLLUP = 'customer_rollup';

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

/** Of the rows of whole days that end at `to`. */
const ofWholeDays = (to: Sql): Sql =>
  sql`coalesce(sum(CASE WHEN ${alias('next_day')} IS NULL THEN ${alias('customers')} WHEN ${alias('next_day')} < ${to} THEN -${alias('customers')} ELSE 0 END), 0)`;

/** Distinct customers of a span: those of its parts, each less the ones who called again in a later part. */
export function customersOfSpan(span: Span, days: WholeDays, name: string): Sql {
  const whole = { fromMs: days.fromMs, toMs: days.toMs };
  const from = sql`FROM ${alias(CUSTOMER_ROLLUP)} WHERE ${within(start, whole)}`;
  const parts = days.rest.map((rest) => {
    const isBefore = rest.toMs === days.fromMs;
    const again = isBefore
      ? and(within(start, rest), within(next, { fromMs: rest.toMs, toMs: span.toMs }))
      : and(within(start, whole), within(next, rest));
    return sql` + ${distinct(within(start, rest))} - ${distinct(again)}`;
  });
  const all = sql`(SELECT ${ofWholeDays(timestamp(days.toMs))} ${from})${list(parts, '')}`;
  return sql`SELECT ${named(all, name)}`;
}

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
  { bucketOf, expression }: Required<Pick<Dimension, 'bucketOf' | 'expression'>>,
  days: WholeDays,
  timeZone: string,
  lent: Lent,
): ((name: string) => Sql) | null {
  const all = runsOf(days, timeZone, bucketOf);
  const [rest] = days.rest;
  const runs = rest ? all.slice(0, -1) : all;
  if (runs.length === 0) return null;
  const key = alias(keyColumn(0));
  const later = rest && within(start, { fromMs: all.at(-1)?.fromMs ?? rest.fromMs, toMs: rest.toMs });
  return (name) =>
    later
      ? sql`${ofRuns(runs, name)}
UNION ALL SELECT ${named(expression(lent), keyColumn(0))}, ${named(sql`count(DISTINCT ${column('customer_key')})`, name)}
FROM ${sessionVersion} WHERE ${and(column('is_current'), later)} GROUP BY ${key}`
      : ofRuns(runs, name);
}

function ofRuns(runs: readonly Run[], name: string): Sql {
  const values = runs.map(
    ({ bucket, fromMs, toMs }) => sql`(${integer(bucket)}, ${timestamp(fromMs)}, ${timestamp(toMs)})`,
  );
  const [key, first, end] = [alias(keyColumn(0)), alias('from'), alias('to')];
  return sql`SELECT ${key}, ${named(ofWholeDays(end), name)}
FROM ${alias(CUSTOMER_ROLLUP)} JOIN (VALUES ${list(values)}) AS ${alias('bucket')} (${list([key, first, end])})
  ON ${start} >= ${first} AND ${start} < ${end}
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
