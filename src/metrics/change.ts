import { type Bounded, ofDifference } from './intervals.ts';
import type { ChangeValue, MetricValue } from './question.ts';

/** Current minus previous; with the interval of the difference where both have one of their own. */
export function changeOf(current: MetricValue, previous: MetricValue): ChangeValue {
  const value = current.value === null || previous.value === null ? null : current.value - previous.value;
  return isBounded(current) && isBounded(previous)
    ? { value, ...ofDifference(current, previous) }
    : { value };
}

const isBounded = (value: MetricValue): value is MetricValue & Bounded =>
  'low' in value && value.low !== undefined && value.high !== undefined;
