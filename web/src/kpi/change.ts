import { count, percent } from '../model/format.ts';
import { changeInterval, differenceText, numberText } from '../model/metric.ts';
import type { Kpi } from './kpis.ts';

export const KPI_LABELS: Readonly<Record<string, string>> = {
  customers: 'Customers',
  sessions: 'Chat Sessions',
  resolution_rate: 'Resolution Rate',
  escalation_rate: 'Escalation Rate',
  avg_call_duration: 'Average Call Duration',
};

/** The number and its unit apart, since the unit is set smaller. */
export function valueText({ metric, value }: Kpi): readonly [number: string, unit: string] {
  if (metric.unit === 'share') {
    const [text = '', unit = ''] = percent(value.value).split('\u00a0');
    return [text, unit];
  }
  return [numberText(metric, value.value), metric.unit === 'sec' ? 'min' : ''];
}

/** How many calls the value is of; null where it is not said: a count is its own size. */
export const sizeText = ({ metric, n }: Pick<Kpi, 'metric' | 'n'>): string | null =>
  metric.kind === 'count' ? null : count(n);

export type Verdict = 'better' | 'worse' | 'no clear change' | null;

/** Said only where the answer has an interval: a change that may be chance is not called good or bad. */
export function verdictOf({ change, metric: { good } }: Pick<Kpi, 'change' | 'metric'>): Verdict {
  if (!change || change.value === null || typeof change.low !== 'number' || typeof change.high !== 'number')
    return null;
  if (change.low <= 0 && change.high >= 0) return 'no clear change';
  if (good === null) return null;
  return change.value > 0 === (good === 'up') ? 'better' : 'worse';
}

export interface ChangeText {
  readonly change: string;
  readonly was: string;
  /** The 95 % interval of the change, where there is one. */
  readonly interval: string;
}

/** null when nothing was measured before. */
export function changeText({ metric, change, was }: Kpi): ChangeText | null {
  if (!change || change.value === null || was === null) return null;
  if (metric.kind === 'count' && was === 0) return null;
  return {
    change: differenceText(metric, change.value, was),
    was: numberText(metric, was),
    interval: changeInterval(metric, change),
  };
}
