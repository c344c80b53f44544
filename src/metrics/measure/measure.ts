import type { MetricValue } from '../question.ts';
import type { Sql } from '../sql.ts';

/** Reads one integer of a group, by the name of its aggregate. */
export type Integers = (name: string) => number;

/** How often each value of a column occurs in a group, in order of the values. */
export type Histogram = readonly (readonly [value: number, count: number])[];

/** A metric's expression, spelled out for one question. */
export interface Measure {
  /** Integers that SQL yields per group, by name. */
  readonly aggregates: Readonly<Record<string, Sql>>;
  /** Its one aggregate counts distinct customers. */
  readonly isDistinct?: true;
  /** Column whose histogram `value` needs. */
  readonly histogramOf?: string;
  readonly value: (integers: Integers, histogram: Histogram) => MetricValue;
  /** The sessions behind the number. */
  readonly numerator: Sql;
  readonly denominator: Sql;
}

/** What a question fixes for the expressions of its metrics. */
export interface Given {
  /** Start of the newest call of all, whatever the filters; null in an empty warehouse. */
  readonly newestMs: number | null;
  /** Windows up to so long have closed, whatever the newest call. */
  readonly settledForMs?: number;
  readonly durableDays: number;
  readonly durableAnyTopic: boolean;
  /** Few: so many at most that each may hold a bit per customer. */
  readonly groups: 'few' | 'any';
}
