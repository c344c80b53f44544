import { scaleLinear } from 'd3-scale';
import type { MetricInfo } from '../../../src/server/api.ts';
import { boundsOf } from '../model/values.ts';
import type { Point } from './marks.ts';

/** Bars start at zero; the axis ends at a round number beyond the longest of those that are of more than a few calls. */
export function barDomain(metric: MetricInfo, rows: readonly Point[]): [number, number] {
  const values = rows.flatMap(({ value }) => (value.value === null ? [] : [value.value]));
  const bounds = rows.flatMap(({ value }) => {
    const { low, high } = boundsOf(value);
    return low === null || high === null ? [] : [low, high];
  });
  const [low, high] = [Math.min(0, ...values, ...bounds), Math.max(0, ...values, ...bounds)];
  if (low === high) return [0, 1];
  const [from = 0, to = 1] = scaleLinear([low, high], [0, 1]).nice(4).domain();
  const isShare = metric.unit === 'share' || metric.unit === 'score';
  return isShare ? [Math.max(-1, from), Math.min(1, to)] : [from, to];
}

export const SORTS = { value: 'Value', calls: 'Calls', name: 'Name' } as const;
export type Sort = keyof typeof SORTS;
export const sortNamed = (text: string): Sort => (Object.hasOwn(SORTS, text) ? (text as Sort) : 'value');

/** A value that is missing comes last, whatever is sorted by. */
export function sortPoints<T extends Point & { readonly sessions: number }>(
  rows: readonly T[],
  sort: Sort,
): T[] {
  return [...rows].sort((a, b) => {
    if (sort === 'name') return (a.name ?? '\uffff').localeCompare(b.name ?? '\uffff');
    if (sort === 'calls') return b.sessions - a.sessions;
    return (b.value.value ?? Number.NEGATIVE_INFINITY) - (a.value.value ?? Number.NEGATIVE_INFINITY);
  });
}
