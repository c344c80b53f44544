/** A question to the metrics, and its answer: the one form that dashboard, API and command line share. */

export type Scalar = string | number;

/** A condition on a dimension or a numeric field. `null` among the values of `in` and `not_in` is "(none)". */
export type Filter =
  | { readonly field: string; readonly op: 'in' | 'not_in'; readonly values: readonly (Scalar | null)[] }
  /** min and max included; either may be absent. A missing value is in no range. */
  | { readonly field: string; readonly op: 'range'; readonly min?: number; readonly max?: number }
  | { readonly field: string; readonly op: 'is_null' | 'not_null' };

export type Base = 'all' | 'engaged';
export type Comparison = 'previous_period' | 'previous_year';

/** Which sessions are asked about. */
export interface Scope {
  /** A local date (`2025-01-31`) or date-time in `timeZone`, or an instant with offset; included. Absent: from the first call. */
  readonly from?: string;
  /** Like `from`; excluded. Absent: to the last call. */
  readonly to?: string;
  /** IANA; UTC when absent, and over the API the reporting zone of the settings. */
  readonly timeZone?: string;
  readonly where?: readonly Filter[];
  readonly base?: Base;
}

export interface Question extends Scope {
  /** Names from the registry. */
  readonly metrics: readonly string[];
  /** Dimensions, the outermost first; at most three. Time by grain: hour, day, week, month, quarter, year. */
  readonly by?: readonly string[];
  readonly compare?: Comparison;
  readonly options?: MetricOptions;
}

export interface MetricOptions {
  /** Window of durable_resolution_rate in days of 24 h; 7 by default. */
  readonly durableDays?: number;
  /** Whether a later session on any topic counts against it; false by default. */
  readonly durableAnyTopic?: boolean;
}

export interface CountValue {
  readonly value: number;
}
/** value = numerator / denominator, null when the denominator is 0; low and high bound the 95 % interval. */
export interface RateValue {
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Numerators that sum to `numerator`, for a metric that is always shown split. */
  readonly parts?: Readonly<Record<string, number>>;
  /** Sessions left out because their window was still open at the newest call. */
  readonly immature?: number;
}
/** n values; low and high bound the 95 % interval of a mean, and are absent from a percentile. */
export interface MeanValue {
  readonly value: number | null;
  readonly n: number;
  readonly low?: number | null;
  readonly high?: number | null;
}
export type MetricValue = CountValue | RateValue | MeanValue;

/** `value` is current minus previous in the metric's unit; low and high bound its 95 % interval, and are absent from counts and percentiles. */
export interface ChangeValue {
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

export interface AnswerRow {
  /** Dimension to value; null is "(none)". Time buckets are the local date (or date-time for hour) on which they start. */
  readonly key: Readonly<Record<string, Scalar | null>>;
  readonly values: Readonly<Record<string, MetricValue>>;
  /**
   * With `compare`: the same metrics in the period before, and the change, null when no call is that old. Absent where a time
   * grain is in `by`.
   */
  readonly previous?: Readonly<Record<string, MetricValue>>;
  readonly change?: Readonly<Record<string, ChangeValue>>;
}

export interface Period {
  /** Instants, ISO 8601 in UTC; [from, to). Null where the scope is open. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface Answer {
  readonly rows: readonly AnswerRow[];
  readonly period: Period;
  /** The period that was compared with; absent without `compare`, and when `period` begins after the newest call. */
  readonly previousPeriod?: Period;
  /** The period that was compared with had begun before the first call of all: counts are not compared with it. */
  readonly previousIsCut?: true;
  /** The part of `period` that was compared, when the period is not over at the newest call. */
  readonly elapsedPeriod?: Period;
  readonly timeZone: string;
  readonly dataVersion: number;
}

/** The sessions behind a number: those of the scope, narrowed to one part of one metric. */
export interface Behind {
  readonly metric: string;
  readonly part: 'numerator' | 'denominator';
  /** Those of the question that the number came from. */
  readonly options?: MetricOptions;
}

/** What a call must hold to be behind a number that no metric of calls counts. Turns are those of the bot leg. */
export type Holding =
  /** A scored caller turn in [from, to); 1 itself is in the last. */
  | { readonly what: 'confidence'; readonly from: number; readonly to: number }
  /** A judged caller turn with this intent; null is none. */
  | { readonly what: 'intent'; readonly intent: string | null }
  | { readonly what: 'prompt'; readonly prompt: string }
  /** It was given up, or handed over, after this prompt. */
  | { readonly what: 'exit'; readonly prompt: string }
  /** Its customer has so many calls in the scope; the greatest number stands for more, too. */
  | { readonly what: 'calls'; readonly calls: number }
  /** A value of each of two variables of the associations. */
  | { readonly what: 'both'; readonly one: string; readonly other: string };
