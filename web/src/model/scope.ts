import type { Base, Comparison, Filter, Question } from '../../../src/server/api.ts';
import type { Grain } from './dates.ts';
import { type FieldFilter, toWhere } from './filters.ts';
import type { Span } from './range.ts';

/** Which calls the whole page is about; stands in every question as it is. */
export interface PageScope extends Span {
  readonly timeZone: string;
  readonly base: Base;
  readonly where: readonly Filter[];
}

export const scopeOf = (
  span: Span,
  timeZone: string,
  filters: readonly FieldFilter[],
  base: Base = 'all',
): PageScope => ({ ...span, timeZone, base, where: toWhere(filters) });

/** A chart shows all values of its axis, those chosen among them: it is under all filters but the ones on its axes. */
export function without(scope: PageScope, ...fields: string[]): PageScope {
  return { ...scope, where: scope.where.filter(({ field }) => !fields.includes(field)) };
}

export const isFiltered = (scope: PageScope, ...fields: string[]): boolean =>
  scope.where.some(({ field }) => fields.includes(field));

/** Every grain of time lies on the axis of time. */
export const TIME_FIELDS = ['hour', 'day', 'week', 'month', 'quarter', 'year'];
export const withoutTime = (scope: PageScope): PageScope => without(scope, ...TIME_FIELDS);

const KPIS = ['customers', 'sessions', 'resolution_rate', 'escalation_rate', 'avg_call_duration'];
const OUTCOMES = [
  'sessions',
  'resolution_rate',
  'escalation_rate',
  'abandonment_rate',
  'status_missing_rate',
];

export interface Shown {
  readonly compare: Comparison | 'none';
  readonly chartGrain: Grain;
  readonly sparkGrain: Grain;
  /** What the charts over time and by topic are switched to. */
  readonly trendMetric: string;
  readonly topicMetric: string;
}

/**
 * The fewest questions that fill the first page. The sparklines' question serves the chart over time when both have one grain, and the
 * key figures' rate is the average, unless a filter lies on the axis.
 */
export function pageQuestions(scope: PageScope, shown: Shown) {
  const { compare, chartGrain, sparkGrain, trendMetric, topicMetric } = shown;
  const [inTime, inTopics] = [withoutTime(scope), without(scope, 'topic_name')];
  const shared =
    chartGrain === sparkGrain && KPIS.includes(trendMetric) && inTime.where.length === scope.where.length;
  const averageOf = (axis: PageScope, metric: string): Question | null =>
    KPIS.includes(metric) && axis.where.length === scope.where.length ? null : { ...axis, metrics: [metric] };
  const kpis: Question = { ...scope, metrics: KPIS, ...(compare === 'none' ? {} : { compare }) };
  const topics: Question = {
    ...inTopics,
    metrics: [...new Set([...OUTCOMES, topicMetric])],
    by: ['topic_name'],
  };
  const spark: Question = { ...scope, metrics: KPIS, by: [sparkGrain] };
  const chart: Question | null = shared ? null : { ...inTime, metrics: [trendMetric], by: [chartGrain] };
  return {
    kpis,
    topics,
    spark,
    chart,
    trendAverage: averageOf(inTime, trendMetric),
    topicAverage: averageOf(inTopics, topicMetric),
  };
}
