import type { ChangeValue, MetricInfo, MetricValue } from '../../../src/server/api.ts';
import {
  count,
  DASH,
  duration,
  durationChange,
  LOCALE,
  percent,
  points,
  relative,
  wholePercent,
} from './format.ts';
import { isRateValue, sizeOf } from './values.ts';

const decimals = (digits: number) =>
  new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits });
const [two, one] = [decimals(2), decimals(1)];

type Unit = Pick<MetricInfo, 'unit'>;

/** A value in the metric's unit. */
export function numberText({ unit }: Unit, value: number | null): string {
  if (value === null) return DASH;
  if (unit === 'share') return percent(value);
  if (unit === 'sec') return duration(value);
  if (unit === 'turns') return one.format(value);
  return unit === 'score' ? two.format(value).replace('-', '\u2212') : count(value);
}

/** On an axis: no digits that say nothing. */
export function tickText({ unit }: Unit, value: number): string {
  if (unit === 'share')
    return Math.abs(value * 100 - Math.round(value * 100)) < 1e-9 ? wholePercent(value) : percent(value);
  return numberText({ unit }, value);
}

/** In a narrow cell: the unit is said beside the chart. */
export const shortText = ({ unit }: Unit, value: number): string =>
  unit === 'share' ? count(value * 100) : numberText({ unit }, value);

export const valueText = (metric: Unit, value: MetricValue): string => numberText(metric, value.value);

/** A difference, with its sign. */
export function differenceText({ unit }: Unit, difference: number, was: number | null): string {
  if (unit === 'share') return points(difference);
  if (unit === 'sec') return durationChange(difference);
  if (unit === 'sessions' || unit === 'customers') return was ? relative(difference, was) : DASH;
  const text = (unit === 'score' ? two : one).format(Math.abs(difference));
  return `${difference < 0 ? '\u2212' : '+'}${text}`;
}

/** A part of a difference, in which a tenth of a point is much. */
export function partText(metric: Unit, difference: number): string {
  if (metric.unit !== 'share') return differenceText(metric, difference, null);
  const rounded = Math.round(difference * 10_000) / 100;
  const sign = rounded === 0 ? '\u00b1' : rounded < 0 ? '\u2212' : '+';
  return `${sign}${two.format(Math.abs(rounded))}\u00a0pp`;
}

/** "+1.2 to +3.4": the interval of a change, in the metric's own unit. */
export function changeInterval(metric: Unit, { low, high }: ChangeValue): string {
  if (low === undefined || low === null || high === undefined || high === null) return '';
  const bare = (bound: number) => differenceText(metric, bound, null).replace(/\u00a0pp$/, '');
  return `${bare(low)} to ${bare(high)}`;
}

/** What the n of a metric counts. */
export function sizeNoun({ unit, kind, name }: MetricInfo): string {
  if (name === 'mean_confidence' || name === 'recognition_rate') return 'turns';
  if (name === 'no_match_rate' || name === 'no_input_rate') return 'turns and silences';
  return unit === 'customers' || kind === 'count' ? '' : 'calls';
}

/** "1,513 of 2,102", or "n 2,102". */
export function sizeText(value: MetricValue): string {
  if (!isRateValue(value)) return `n\u00a0${count(sizeOf(value))}`;
  return `${count(value.numerator)} of ${count(value.denominator)}`;
}

const HUES: Readonly<Record<string, string>> = {
  resolution_rate: 'resolved',
  durable_resolution_rate: 'resolved',
  containment_rate: 'resolved',
  escalation_rate: 'escalated',
  agent_request_rate: 'escalated',
  abandonment_rate: 'abandoned',
  positive_rate: 'positive',
  negative_rate: 'negative',
};

/** Only outcomes and sentiment have a colour of their own. */
export const hueOf = (metric: string): string => `var(--${HUES[metric] ?? 'plain'})`;

/** Metrics that a chart can be switched to: percentiles take a scan each, and are left to tables of durations. */
export const isChartable = ({ kind }: MetricInfo): boolean => kind !== 'percentile';
