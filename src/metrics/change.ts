import { newcombe } from './intervals.ts';
import type { Metric } from './metric.ts';
import type { ChangeValue, MetricValue } from './question.ts';

/** Current minus previous; with the interval of a difference of shares where both are shares of sessions. */
export function changeOf(metric: Metric, current: MetricValue, previous: MetricValue): ChangeValue {
  const value = current.value === null || previous.value === null ? null : current.value - previous.value;
  if (metric.expression.form === 'share' && 'numerator' in current && 'numerator' in previous) {
    return { value, ...newcombe(current, previous) };
  }
  return { value };
}
