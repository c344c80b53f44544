import type { Dimension } from '../dimension.ts';
import { DIMENSIONS_BY_NAME } from '../dimensions.ts';
import type { Span } from '../period.ts';
import type { Scope } from '../question.ts';
import type { Extent } from '../source.ts';
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
    { span, timeZone: scope.timeZone ?? 'UTC', buckets: buckets as Dimension[], isSettled },
    extent,
    extent.rollup,
  );
}
