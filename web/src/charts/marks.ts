import type { MetricInfo, MetricValue } from '../../../src/server/api.ts';
import type { Dims, Value } from '../model/filters.ts';
import { count } from '../model/format.ts';
import { numberText, sizeText, valueText } from '../model/metric.ts';
import { boundsOf, immatureOf, isRateValue, SMALL_N, sizeOf } from '../model/values.ts';

/** One value of a metric on an axis. */
export interface Point {
  /** As the API has it. */
  readonly key: Value;
  /** As it is read; null is a missing one. */
  readonly name: string | null;
  readonly value: MetricValue;
  /** What its calls have in common on the axes of the chart. */
  readonly dims: Dims;
  /** Of time: cut by the range, or not over at the newest call. */
  readonly partial?: boolean;
}

export const isSmall = (metric: MetricInfo, value: MetricValue): boolean =>
  metric.kind !== 'count' && sizeOf(value) < SMALL_N;

/** Not whole, or some of its calls can't be judged yet. */
export const isProvisional = ({ value, partial = false }: Point): boolean => partial || immatureOf(value) > 0;

export function intervalText(metric: MetricInfo, value: MetricValue): string {
  const { low, high } = boundsOf(value);
  return low === null || high === null ? '' : `${numberText(metric, low)} to ${numberText(metric, high)}`;
}

/** What a mark says to who cannot see it. */
export function markLabel(metric: MetricInfo, { name, value, partial }: Point): string {
  const interval = intervalText(metric, value);
  const parts = [
    `${name ?? '(none)'}${partial ? ', not whole' : ''}: ${valueText(metric, value)} ${metric.label.toLowerCase()}`,
    ...(interval ? [`95 % interval ${interval}`] : []),
    ...(metric.kind === 'count' ? [] : [`n ${count(sizeOf(value))}`]),
  ];
  return parts.join(', ');
}

/** Lines of a tip, beyond what stands at the mark already. */
export function tipLines(metric: MetricInfo, { value }: Point): string[] {
  if (metric.kind === 'count') return [];
  const interval = intervalText(metric, value);
  const open = immatureOf(value);
  return [
    sizeText(value),
    ...(interval ? [interval] : []),
    ...(open > 0 ? [`${count(open)} left out: window still open`] : []),
  ];
}

/** For tests and readers of the page's source: the numbers of a mark. */
export function dataOf({ key, value }: Point): Record<string, string | number | null> {
  const rate = isRateValue(value)
    ? { 'data-numerator': value.numerator, 'data-denominator': value.denominator }
    : {};
  return {
    'data-mark': '',
    'data-key': key ?? '(none)',
    'data-value': value.value,
    'data-n': sizeOf(value),
    ...rate,
  };
}
