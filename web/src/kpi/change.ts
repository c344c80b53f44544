import { count, duration, durationChange, percent, points, relative } from '../model/format.ts';
import { isRate } from '../model/mark.ts';
import type { Kpi } from '../model/page.ts';

export const KPI_LABELS: Record<Kpi['name'], string> = {
  customers: 'Customers',
  sessions: 'Chat Sessions',
  resolution_rate: 'Resolution Rate',
  escalation_rate: 'Escalation Rate',
  avg_call_duration: 'Average Call Duration',
};

/** The number and its unit apart, since the unit is set smaller. */
export function valueText({ name, value }: Kpi): readonly [number: string, unit: string] {
  if (isRate(name)) {
    const [text = '', unit = ''] = percent(value.value).split('\u00a0');
    return [text, unit];
  }
  if (name === 'avg_call_duration') return [duration(value.value), 'min'];
  return [count(value.value ?? 0), ''];
}

/**
 * How many calls the value is of; null where it is not said. A count is its own size, and how many calls have a customer
 * no answer on the page says: the list behind the tile does.
 */
export const sizeText = ({ name, n }: Kpi): string | null =>
  name === 'sessions' || name === 'customers' ? null : count(n);

export type Verdict = 'better' | 'worse' | 'no clear change' | null;

/** Said only where the answer has an interval: a change that may be chance is not called good or bad. */
export function verdictOf({ change, good }: Kpi): Verdict {
  if (!change || change.low === null || change.high === null) return null;
  if (change.low <= 0 && change.high >= 0) return 'no clear change';
  if (good === null) return null;
  return change.value > 0 === (good === 'up') ? 'better' : 'worse';
}

export interface ChangeText {
  readonly change: string;
  readonly was: string;
}

/** null when nothing was measured before. */
export function changeText({ name, change, was }: Kpi): ChangeText | null {
  if (!change || was === null) return null;
  if (isRate(name)) return { change: points(change.value), was: percent(was) };
  if (name === 'avg_call_duration') return { change: durationChange(change.value), was: duration(was) };
  return was === 0 ? null : { change: relative(change.value, was), was: count(was) };
}
