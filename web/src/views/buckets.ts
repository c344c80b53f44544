import { type Bucket, bucketsOf, clip } from '../model/buckets.ts';
import { addDays, type Grain } from '../model/dates.ts';
import { type FieldFilter, withFilter } from '../model/filters.ts';
import { hourBuckets } from '../model/hours.ts';
import type { View } from '../model/view.ts';
import type { Context } from '../state/context.ts';

/** The buckets of a chart over time. */
export function bucketsIn({ span, calls, scope, catalog }: Context, grain: Grain): readonly Bucket[] {
  return grain === 'hour'
    ? hourBuckets(clip(span, calls), scope.timeZone, catalog.newestCall ?? calls.to)
    : bucketsOf(span, grain, calls);
}

/** A range is of whole days; as many hours as a day has can be chosen one by one. */
const MAX_HOURS = 24;

/** What a range of buckets, drawn on a chart over time, makes of the address. */
export function narrowedTo(
  chosen: readonly Bucket[],
  grain: Grain,
  filters: readonly FieldFilter[],
): Partial<View> {
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (!first || !last) return {};
  if (grain !== 'hour') return { range: { from: first.from, to: last.to }, grain: null };
  const values = chosen.map(({ start }) => start);
  if (values.length <= MAX_HOURS)
    return { filters: withFilter(filters, { field: 'hour', exclude: false, values }) };
  return { range: { from: first.start.slice(0, 10), to: addDays(last.start.slice(0, 10), 1) } };
}
