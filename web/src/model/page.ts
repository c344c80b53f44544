import type { Answer, MetricInfo, MetricValue, RateValue } from '../../../src/server/api.ts';
import { type Bucket, bucketsOf } from './buckets.ts';
import { type Grain, localDate } from './dates.ts';
import { KPI_NAMES, type KpiName, STATUSES, type Status } from './mark.ts';
import type { Span } from './range.ts';
import { countOf, isRateValue, keyed, rateOf, sizeOf } from './values.ts';

export interface Kpi {
  readonly name: KpiName;
  readonly value: MetricValue;
  readonly n: number;
  readonly was: number | null;
  readonly change: {
    readonly value: number;
    readonly low: number | null;
    readonly high: number | null;
  } | null;
  /** A count whose period before is not whole: no change is shown. */
  readonly isCut: boolean;
  readonly good: 'up' | 'down' | null;
  /** Whole buckets only: a cut one would look like a fall. */
  readonly spark: readonly (number | null)[];
}

export interface TimePoint extends Bucket {
  readonly rate: RateValue;
}

export interface TopicRow {
  readonly topic: string | null;
  readonly sessions: number;
  readonly resolution: RateValue;
  /** By status, and under `null` the calls without one. */
  readonly outcomes: ReadonlyMap<Status | null, RateValue>;
}

export interface Page {
  readonly kpis: readonly Kpi[];
  readonly sparkGrain: Grain;
  readonly grain: Grain;
  readonly points: readonly TimePoint[];
  readonly topics: readonly TopicRow[];
  readonly overall: RateValue;
  readonly sessions: number;
  readonly period: Answer['period'];
  readonly compared: Answer['previousPeriod'];
  readonly elapsed: Answer['elapsedPeriod'];
  /** The period before began when there were no calls yet: its counts are no measure for this one's. */
  readonly isCutBefore: boolean;
}

export interface PageAnswers {
  readonly kpis: Answer;
  readonly topics: Answer;
  readonly spark: Answer;
  readonly chart: Answer;
}

const OUTCOME_METRICS: readonly (readonly [Status | null, string])[] = [
  ['Resolved', 'resolution_rate'],
  ['Escalated', 'escalation_rate'],
  ['Abandoned', 'abandonment_rate'],
  [null, 'status_missing_rate'],
];

const NOTHING: MetricValue = { value: 0 };

function kpiOf(name: KpiName, answer: Answer, good: Kpi['good'], spark: Kpi['spark'], cut: boolean): Kpi {
  const row = answer.rows[0];
  const value = row?.values[name] ?? NOTHING;
  const change = row?.change?.[name];
  const was = row?.previous?.[name]?.value ?? null;
  const isCut = cut && (name === 'customers' || name === 'sessions');
  const known = change && change.value !== null && was !== null && !isCut;
  return {
    name,
    value,
    n: name === 'customers' ? countOf(row, 'sessions') : sizeOf(value),
    was,
    change: known ? { value: change.value ?? 0, low: change.low ?? null, high: change.high ?? null } : null,
    isCut,
    good,
    spark,
  };
}

function sparkOf(name: KpiName, answer: Answer, buckets: readonly Bucket[], grain: Grain) {
  const rows = keyed(answer, grain);
  return buckets
    .filter((bucket) => !bucket.partial)
    .map((bucket) => {
      const value = rows.get(bucket.start)?.values[name];
      if (!value) return name === 'customers' || name === 'sessions' ? 0 : null;
      return isRateValue(value) && value.denominator === 0 ? null : value.value;
    });
}

function topicsOf(answer: Answer): TopicRow[] {
  const rows = [...keyed(answer, 'topic_name')].map(([topic, row]) => ({
    topic,
    sessions: countOf(row, 'sessions'),
    resolution: rateOf(row, 'resolution_rate'),
    outcomes: new Map(OUTCOME_METRICS.map(([status, metric]) => [status, rateOf(row, metric)])),
  }));
  return rows.sort((a, b) => b.sessions - a.sessions);
}

function isCutBefore({ previousPeriod, timeZone }: Answer, calls: Span): boolean {
  return previousPeriod?.from ? localDate(previousPeriod.from, timeZone) < calls.from : false;
}

/** Answers of the API into what the page shows. */
export function pageOf(
  answers: PageAnswers,
  range: { span: Span; calls: Span; grain: Grain; sparkGrain: Grain },
  metrics: readonly MetricInfo[],
): Page {
  const { span, calls, grain, sparkGrain } = range;
  const good = (name: string) => metrics.find((metric) => metric.name === name)?.good ?? null;
  const sparkBuckets = bucketsOf(span, sparkGrain, calls);
  const chartRows = keyed(answers.chart, grain);
  const isCut = isCutBefore(answers.kpis, calls);
  return {
    kpis: KPI_NAMES.map((name) =>
      kpiOf(name, answers.kpis, good(name), sparkOf(name, answers.spark, sparkBuckets, sparkGrain), isCut),
    ),
    sparkGrain,
    grain,
    points: bucketsOf(span, grain, calls).map((bucket) => ({
      ...bucket,
      rate: rateOf(chartRows.get(bucket.start), 'resolution_rate'),
    })),
    topics: topicsOf(answers.topics),
    overall: rateOf(answers.kpis.rows[0], 'resolution_rate'),
    sessions: countOf(answers.kpis.rows[0], 'sessions'),
    period: answers.kpis.period,
    compared: answers.kpis.previousPeriod,
    elapsed: answers.kpis.elapsedPeriod,
    isCutBefore: isCut,
  };
}

/** Columns of the heatmap: the three outcomes, and "no status" where a call has none. */
export const outcomeColumns = (topics: readonly TopicRow[]): readonly (Status | null)[] =>
  topics.some((row) => (row.outcomes.get(null)?.numerator ?? 0) > 0) ? [...STATUSES, null] : STATUSES;

/** Of each column over all topics: a share of the calls with a status; "no status" is a share of all calls. */
export function outcomeSums(topics: readonly TopicRow[], columns: readonly (Status | null)[]) {
  const sumOf = (part: 'numerator' | 'denominator', status: Status | null) =>
    topics.reduce((all, row) => all + (row.outcomes.get(status)?.[part] ?? 0), 0);
  return columns.map((status) => {
    const [numerator, denominator] = [sumOf('numerator', status), sumOf('denominator', status)];
    return { status, numerator, value: denominator === 0 ? null : numerator / denominator };
  });
}
