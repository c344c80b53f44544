import { without, withoutTime } from '../model/scope.ts';
import { metricValue } from '../model/values.ts';
import type { Ask } from '../state/ask.ts';
import type { Context, ViewData } from '../state/context.ts';
import { type AxisData, loadAxis } from './axis.ts';
import { OUTCOME_METRICS, type Outcomes, outcomesOf, timePoints } from './points.ts';
import { loadTrend, type TrendData } from './trend.ts';

export const SENTIMENTS = ['positive_rate', 'neutral_rate', 'negative_rate'] as const;
export const NET = 'net_sentiment';

export interface SentimentData extends ViewData {
  readonly shares: readonly TrendData[];
  readonly net: TrendData;
  readonly topics: AxisData;
  /** How the call ended, in the system's own words. */
  readonly codes: AxisData;
  readonly outcomes: Outcomes;
}

export async function loadSentiment(ask: Ask, context: Context): Promise<SentimentData> {
  const inTime = withoutTime(context.scope);
  const metrics = ['sessions', ...OUTCOME_METRICS.map(([, metric]) => metric)];
  const [sessions, shares, whole, net, topics, codes, outcomes] = await Promise.all([
    ask.sessions(context.scope),
    ask.query({ ...inTime, metrics: SENTIMENTS, by: [context.grain] }),
    ask.query({ ...inTime, metrics: SENTIMENTS }),
    loadTrend(ask, context, { panel: 'net', fallback: NET }),
    loadAxis(ask, context, { panel: 'topics', dimension: 'topic_name', fallback: NET }),
    loadAxis(ask, context, { panel: 'codes', dimension: 'ivr_outcome_code', fallback: NET }),
    ask.query({ ...without(context.scope, 'customer_sentiment'), metrics, by: ['customer_sentiment'] }),
  ]);
  return {
    sessions,
    shares: SENTIMENTS.map((metric) => ({
      metric,
      points: timePoints(shares, metric, context),
      average: metricValue(whole.rows[0], metric),
    })),
    net,
    topics,
    codes,
    outcomes: outcomesOf(outcomes, 'customer_sentiment'),
  };
}
