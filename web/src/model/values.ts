import type {
  Answer,
  AnswerRow,
  CountValue,
  MeanValue,
  MetricValue,
  RateValue,
} from '../../../src/server/api.ts';

/** Fewer than this and a rate is greyed. */
export const SMALL_N = 30;

export const NO_RATE: RateValue = { value: null, numerator: 0, denominator: 0, low: null, high: null };

export const isRateValue = (value: MetricValue): value is RateValue => 'denominator' in value;
const isMeanValue = (value: MetricValue): value is MeanValue => 'n' in value;

/** What a mark of no calls has. */
export const NO_VALUE: MetricValue = { value: null, n: 0 };

export const metricValue = (row: AnswerRow | undefined, metric: string): MetricValue =>
  row?.values[metric] ?? NO_VALUE;

export interface Bounds {
  readonly low: number | null;
  readonly high: number | null;
}

/** The 95 % interval; both null where the metric has none. */
export function boundsOf(value: MetricValue): Bounds {
  return 'low' in value ? { low: value.low ?? null, high: value.high ?? null } : { low: null, high: null };
}

/** Calls left out because their window was still open at the newest call. */
export const immatureOf = (value: MetricValue): number => (isRateValue(value) ? (value.immature ?? 0) : 0);

export function rateOf(row: AnswerRow | undefined, metric: string): RateValue {
  const value = row?.values[metric];
  return value && isRateValue(value) ? value : NO_RATE;
}

export function countOf(row: AnswerRow | undefined, metric: string): number {
  const value = row?.values[metric] as CountValue | undefined;
  return value?.value ?? 0;
}

/** How many calls stand behind a value; a count stands for itself. */
export function sizeOf(value: MetricValue): number {
  if (isRateValue(value)) return value.denominator;
  return isMeanValue(value) ? value.n : (value.value ?? 0);
}

export const keyed = (answer: Answer, dimension: string): Map<string | null, AnswerRow> =>
  new Map(answer.rows.map((row) => [row.key[dimension] === null ? null : String(row.key[dimension]), row]));
