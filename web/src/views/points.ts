import type { Answer, AnswerRow, RateValue } from '../../../src/server/api.ts';
import type { Point } from '../charts/marks.ts';
import type { Grain } from '../model/dates.ts';
import type { Value } from '../model/filters.ts';
import { bucketName } from '../model/format.ts';
import { valueName } from '../model/labels.ts';
import { countOf, keyed, metricValue, NO_VALUE, rateOf } from '../model/values.ts';
import type { Context } from '../state/context.ts';
import { bucketsIn } from './buckets.ts';

/** A value of a dimension, with the calls that it has. */
export interface AxisPoint extends Point {
  readonly sessions: number;
}

/** Every bucket of the span, also one without a call. */
export function timePoints(
  answer: Answer,
  metric: string,
  context: Context,
  grain: Grain = context.grain,
): Point[] {
  const rows = keyed(answer, grain);
  const isCount = context.metric(metric).kind === 'count';
  return bucketsIn(context, grain).map(({ start, partial, isLonger }) => ({
    key: start,
    name: bucketName(start, grain) + (isLonger ? ', clocks set back' : ''),
    value: rows.get(start)?.values[metric] ?? (isCount ? { value: 0 } : NO_VALUE),
    dims: { [grain]: start },
    partial,
  }));
}

/** In the order of the answer; `sessions` must be among its metrics. */
export function axisPoints(answer: Answer, dimension: string, metric: string): AxisPoint[] {
  return [...keyed(answer, dimension)].map(([key, row]) => ({
    key,
    name: key === null ? null : valueName(dimension, key),
    value: metricValue(row, metric),
    dims: { [dimension]: key },
    sessions: countOf(row, 'sessions'),
  }));
}

export const STATUSES = ['Resolved', 'Escalated', 'Abandoned'] as const;
export type Status = (typeof STATUSES)[number];

/** By status, and under `null` the calls without one. */
export const OUTCOME_METRICS: readonly (readonly [Status | null, string])[] = [
  ['Resolved', 'resolution_rate'],
  ['Escalated', 'escalation_rate'],
  ['Abandoned', 'abandonment_rate'],
  [null, 'status_missing_rate'],
];

export interface OutcomeRow {
  readonly key: Value;
  readonly sessions: number;
  /** In the order of `columns`. */
  readonly rates: readonly RateValue[];
}

export interface Outcomes {
  readonly dimension: string;
  /** The three outcomes, and "no status" where a call has none. */
  readonly columns: readonly (readonly [Status | null, string])[];
  readonly rows: readonly OutcomeRow[];
  readonly total: OutcomeRow;
}

/** Counts of outcomes by a dimension, most calls first where it has no order of its own. */
export function outcomesOf(answer: Answer, dimension: string): Outcomes {
  const rows = [...keyed(answer, dimension)];
  const isMissing = rows.some(([, row]) => rateOf(row, 'status_missing_rate').numerator > 0);
  const columns = OUTCOME_METRICS.filter(([status]) => status !== null || isMissing);
  const rowOf = ([key, row]: [Value, AnswerRow]): OutcomeRow => ({
    key,
    sessions: countOf(row, 'sessions'),
    rates: columns.map(([, metric]) => rateOf(row, metric)),
  });
  const shown = rows.map(rowOf);
  return { dimension, columns, rows: shown, total: totalOf(shown, columns.length) };
}

/** Rates from sums, not from rates; without an interval, which the server alone computes. */
function totalOf(rows: readonly OutcomeRow[], size: number): OutcomeRow {
  const sumOf = (column: number, part: 'numerator' | 'denominator') =>
    rows.reduce((all, { rates }) => all + (rates[column]?.[part] ?? 0), 0);
  const rates = Array.from({ length: size }, (_, column): RateValue => {
    const [numerator, denominator] = [sumOf(column, 'numerator'), sumOf(column, 'denominator')];
    return {
      numerator,
      denominator,
      value: denominator === 0 ? null : numerator / denominator,
      low: null,
      high: null,
    };
  });
  return { key: null, sessions: rows.reduce((all, { sessions }) => all + sessions, 0), rates };
}
