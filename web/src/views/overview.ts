import type { Answer, MetricValue } from '../../../src/server/api.ts';
import type { Point } from '../charts/marks.ts';
import { type Kpi, kpisOf } from '../kpi/kpis.ts';
import { bucketsOf } from '../model/buckets.ts';
import { localDate } from '../model/dates.ts';
import { pageQuestions } from '../model/scope.ts';
import { countOf, metricValue } from '../model/values.ts';
import type { Ask } from '../state/ask.ts';
import type { Context, ViewData } from '../state/context.ts';
import { type AxisPoint, axisPoints, type Outcomes, outcomesOf, timePoints } from './points.ts';

export interface OverviewData extends ViewData {
  readonly kpis: readonly Kpi[];
  readonly compared: Pick<Answer, 'period' | 'previousPeriod' | 'elapsedPeriod'>;
  /** The period before began when there were no calls yet: its counts are no measure for this one's. */
  readonly isCutBefore: boolean;
  readonly trend: {
    readonly metric: string;
    readonly points: readonly Point[];
    readonly average: MetricValue;
  };
  readonly topics: {
    readonly metric: string;
    readonly points: readonly AxisPoint[];
    readonly average: MetricValue;
  };
  readonly outcomes: Outcomes;
}

export const DEFAULT_METRIC = 'resolution_rate';

export async function loadOverview(ask: Ask, context: Context): Promise<OverviewData> {
  const { scope, compare, grain, sparkGrain, span, calls } = context;
  const shownIn = (panel: string) => context.metric(context.option(panel, 'metric', DEFAULT_METRIC)).name;
  const [trendMetric, topicMetric] = [shownIn('trend'), shownIn('topics')];
  const questions = pageQuestions(scope, {
    compare,
    chartGrain: grain,
    sparkGrain,
    trendMetric,
    topicMetric,
  });
  const [kpis, topics, spark, chart, trendAverage, topicAverage] = await Promise.all([
    ask.query(questions.kpis),
    ask.query(questions.topics),
    ask.query(questions.spark),
    questions.chart && ask.query(questions.chart),
    questions.trendAverage && ask.query(questions.trendAverage),
    questions.topicAverage && ask.query(questions.topicAverage),
  ]);
  const isCutBefore = beganBefore(kpis, calls.from);
  const valueIn = (answer: Answer | null, metric: string) => metricValue((answer ?? kpis).rows[0], metric);
  return {
    sessions: countOf(kpis.rows[0], 'sessions'),
    kpis: kpisOf(kpis, context.catalog.metrics, {
      spark,
      buckets: bucketsOf(span, sparkGrain, calls),
      grain: sparkGrain,
      isCutBefore,
    }),
    compared: kpis,
    isCutBefore,
    trend: {
      metric: trendMetric,
      points: timePoints(chart ?? spark, trendMetric, context),
      average: valueIn(trendAverage, trendMetric),
    },
    topics: {
      metric: topicMetric,
      points: axisPoints(topics, 'topic_name', topicMetric),
      average: valueIn(topicAverage, topicMetric),
    },
    outcomes: outcomesOf(topics, 'topic_name'),
  };
}

function beganBefore({ previousPeriod, timeZone }: Answer, firstDay: string): boolean {
  return previousPeriod?.from ? localDate(previousPeriod.from, timeZone) < firstDay : false;
}
