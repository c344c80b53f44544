import type { Dimension } from '../dimension.ts';
import { DIMENSIONS_BY_NAME } from '../dimensions.ts';
import { narrowedSpan } from '../narrowed.ts';
import type { Span } from '../period.ts';
import type { Scope } from '../question.ts';
import type { Extent } from '../source.ts';
import type { Sql } from '../sql.ts';
import { customersByBucket, customersOfSpan } from './customers.ts';
import { ROLLED_COLUMNS } from './definition.ts';
import { type WholeDays, wholeDays } from './whole-days.ts';

/** A dimension that a row of the rollup has a value of, given that its day lies in one bucket. */
const isRolled = (dimension: Dimension | undefined): boolean =>
  dimension !== undefined && (ROLLED_COLUMNS.includes(dimension.name) || dimension.bucketOf !== undefined);

/**
 * The days of a question that the rollup can answer for; null when the warehouse has none, or the question tells calls apart by
 * something that it does not know.
 */
export function rolledDays(
  scope: Scope,
  by: readonly Dimension[],
  span: Span,
  extent: Extent,
  isSettled: boolean,
): WholeDays | null {
  const filtered = (scope.where ?? []).map(({ field }) => DIMENSIONS_BY_NAME.get(field));
  if (!extent.rollup || ![...by, ...filtered].every(isRolled)) return null;
  const buckets = [...by, ...filtered].filter((dimension) => dimension?.bucketOf !== undefined);
  return wholeDays(
    {
      span: narrowedSpan(scope, span),
      timeZone: scope.timeZone ?? 'UTC',
      buckets: buckets as Dimension[],
      isSettled,
    },
    extent,
    extent.rollup,
  );
}

/** How the distinct customers are told without asking every call, given the name of the result's column. */
export type CustomersSelect = (name: string) => Sql;

/** Null where something else than a period tells calls apart: who called before is not known by that. */
export function rolledCustomers(
  scope: Scope,
  by: readonly Dimension[],
  span: Span,
  extent: Extent,
): CustomersSelect | null {
  const [bucket, ...more] = by;
  const isPlain = (scope.where ?? []).length === 0 && scope.base !== 'engaged' && more.length === 0;
  if (!extent.rollup || !isPlain || (bucket && bucket.kind !== 'time')) return null;
  const timeZone = scope.timeZone ?? 'UTC';
  const days = wholeDays({ span, timeZone, buckets: by, isSettled: false }, extent, extent.rollup);
  if (days === null) return null;
  if (!bucket) return (name) => customersOfSpan(span, days, name);
  const { bucketOf } = bucket;
  if (days.rest.length > 0 || !bucketOf) return null;
  return (name) => customersByBucket({ bucketOf }, days, timeZone, name);
}
