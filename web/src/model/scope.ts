import type { Filter, Question } from '../../../src/server/api.ts';
import type { Grain } from './dates.ts';
import type { Span } from './range.ts';

/** Which calls the whole page is about. */
export interface PageScope extends Span {
  readonly timeZone: string;
  readonly where: readonly Filter[];
}

export function scopeOf(span: Span, timeZone: string, topicTypes: readonly (string | null)[]): PageScope {
  const where: Filter[] = topicTypes.length
    ? [{ field: 'topic_type', op: 'in', values: [...topicTypes] }]
    : [];
  return { ...span, timeZone, where };
}

const KPIS = ['customers', 'sessions', 'resolution_rate', 'escalation_rate', 'avg_call_duration'];
const OUTCOMES = [
  'sessions',
  'resolution_rate',
  'escalation_rate',
  'abandonment_rate',
  'status_missing_rate',
];

/**
 * The fewest questions that fill the page. The overall average is the KPI's own rate (no filter lies on the
 * topic axis), the heatmap's counts are the numerators of the topic question.
 */
export function pageQuestions(scope: PageScope, chartGrain: Grain, sparkGrain: Grain) {
  const shared = chartGrain === sparkGrain;
  const kpis: Question = { ...scope, metrics: KPIS, compare: 'previous_period' };
  const topics: Question = { ...scope, metrics: OUTCOMES, by: ['topic_name'] };
  const spark: Question = { ...scope, metrics: KPIS, by: [sparkGrain] };
  const chart: Question | null = shared ? null : { ...scope, metrics: ['resolution_rate'], by: [chartGrain] };
  return { kpis, topics, spark, chart };
}

/** Counts beside the choices of the filter: under the range, but not under the filter itself. */
export const topicTypeQuestion = (scope: PageScope): Question => ({
  ...scope,
  where: [],
  metrics: ['sessions'],
  by: ['topic_type'],
});
