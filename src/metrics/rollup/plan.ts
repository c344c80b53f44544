import type { Dimension, Lent } from '../dimension.ts';
import { DIMENSIONS_BY_NAME } from '../dimensions.ts';
import { narrowedSpan } from '../narrowed.ts';
import type { Span } from '../period.ts';
import type { Scope } from '../question.ts';
import type { ScopeSql } from '../scope.ts';
import type { Extent, RollupExtent } from '../source.ts';
import { alias, integer, type Sql, sql, TRUE } from '../sql.ts';
import { type CustomersOf, customersByBucket, customersOfDays, customersOfSpan } from './customers.ts';
import { DAY_ROLLUP, ROLLED_COLUMNS } from './definition.ts';
import type { RolledDays, RollupRows } from './rolled-select.ts';
import { HOURS, SEGMENT, SEGMENT_ROLLUP, SEGMENTS, type Segment } from './segments.ts';
import { type Piece, wholeDays } from './whole-days.ts';

/** A dimension that a row of either rollup has a value of, given that its day lies in one bucket. */
const isRolled = (dimension: Dimension | undefined): boolean =>
  dimension !== undefined && (ROLLED_COLUMNS.includes(dimension.name) || dimension.bucketOf !== undefined);

/**
 * The days of a question that a rollup can answer for; null when the warehouse has none, or the question tells calls apart by
 * something that none knows.
 */
export function rolledDays(
  scope: Scope,
  by: readonly Dimension[],
  span: Span,
  extent: Extent,
  isSettled: boolean,
): RolledDays | null {
  const { rollup } = extent;
  if (!rollup) return null;
  const fields = new Set([...by.map(({ name }) => name), ...(scope.where ?? []).map(({ field }) => field)]);
  const buckets = [...fields]
    .flatMap((name) => DIMENSIONS_BY_NAME.get(name) ?? [])
    .filter(({ bucketOf }) => bucketOf);
  const asked = { span: narrowedSpan(scope, span), timeZone: scope.timeZone ?? 'UTC', buckets, isSettled };
  for (const rows of rowsFor([...fields], rollup)) {
    const days = wholeDays({ ...asked, piece: rows.piece }, extent, rollup);
    if (days !== null) return { days, rows };
  }
  return null;
}

/** The rows of rollups that know all of the fields, the fewest first. */
function rowsFor(fields: readonly string[], { segments }: RollupExtent): RollupRows[] {
  const [other, ...more] = fields.filter((name) => !isRolled(DIMENSIONS_BY_NAME.get(name)));
  if (other === undefined) {
    const days: RollupRows = { table: DAY_ROLLUP, are: TRUE, piece: 'day' };
    return segments.includes(HOURS.dimension) ? [days, rowsOf(HOURS, 'hour')] : [days];
  }
  const segment = SEGMENTS.find(({ dimension }) => dimension === other);
  return more.length === 0 && segment && segments.includes(other) ? [rowsOf(segment, 'day')] : [];
}

const rowsOf = ({ place }: Segment, piece: Piece): RollupRows => ({
  table: SEGMENT_ROLLUP,
  are: sql`${alias(SEGMENT)} = ${integer(place)}`,
  piece,
});

/** How the distinct customers are told without asking every call, given the name of the result's column. */
export type CustomersSelect = (name: string) => Sql;

/** Null where something else than a period, or one topic type, tells calls apart: who called before is not known by that. */
export function rolledCustomers(
  scope: Scope,
  by: readonly Dimension[],
  span: Span,
  extent: Extent,
  lent: Lent & Pick<ScopeSql, 'conditions'>,
): CustomersSelect | null {
  const [bucket, ...more] = by;
  const of = customersOf(scope, extent);
  if (!extent.rollup || of === null || more.length > 0 || (bucket && bucket.kind !== 'time')) return null;
  const timeZone = scope.timeZone ?? 'UTC';
  const days = wholeDays(
    { span, timeZone, buckets: by, isSettled: false, piece: 'day' },
    extent,
    extent.rollup,
  );
  if (days === null) return null;
  if (!bucket && of === 'all') return (name) => customersOfSpan(span, days, name);
  // Whether somebody called on the same type again, a call does not know.
  if (!bucket) return days.rest.length > 0 ? null : (name) => customersOfDays(days, of, name);
  const { bucketOf, expression } = bucket;
  const isWholeUntilLast = days.rest.every(({ fromMs }) => fromMs === days.toMs);
  if (!isWholeUntilLast || !bucketOf) return null;
  return customersByBucket(of, { bucketOf, expression }, days, timeZone, lent);
}

function customersOf({ where = [], base }: Scope, { rollup }: Extent): CustomersOf | null {
  if (base === 'engaged') return null;
  const [filter, ...more] = where;
  if (!filter) return 'all';
  if (more.length > 0 || filter.field !== 'topic_type' || filter.op !== 'in' || !rollup?.hasTypes)
    return null;
  const [topicType, ...others] = filter.values;
  if (topicType === undefined || others.length > 0) return null;
  return { topicType: topicType === null ? null : String(topicType) };
}
