import type { MetricValue } from '../../../src/server/api.ts';
import type { Point } from '../charts/marks.ts';
import { withoutTime } from '../model/scope.ts';
import { metricValue } from '../model/values.ts';
import type { Ask } from '../state/ask.ts';
import type { Context } from '../state/context.ts';
import { timePoints } from './points.ts';

export interface TrendData {
  readonly metric: string;
  readonly points: readonly Point[];
  readonly average: MetricValue;
}

/** A metric over time, as a chart with a metric switch shows it. */
export async function loadTrend(
  ask: Ask,
  context: Context,
  { panel, fallback }: { readonly panel: string; readonly fallback: string },
): Promise<TrendData> {
  const scope = withoutTime(context.scope);
  const metric = context.metric(context.option(panel, 'metric', fallback)).name;
  const [answer, whole] = await Promise.all([
    ask.query({ ...scope, metrics: [metric], by: [context.grain] }),
    ask.query({ ...scope, metrics: [metric] }),
  ]);
  return { metric, points: timePoints(answer, metric, context), average: metricValue(whole.rows[0], metric) };
}
