import type { MetricValue } from '../../../src/server/api.ts';
import { without } from '../model/scope.ts';
import { metricValue } from '../model/values.ts';
import type { Ask } from '../state/ask.ts';
import type { Context } from '../state/context.ts';
import { type AxisPoint, axisPoints } from './points.ts';

export interface AxisData {
  readonly metric: string;
  readonly points: readonly AxisPoint[];
  /** Under all filters but the one on the axis. */
  readonly average: MetricValue;
}

/** A metric over a dimension, as a chart with a metric switch shows it. */
export async function loadAxis(
  ask: Ask,
  context: Context,
  chart: { readonly panel: string; readonly dimension: string; readonly fallback: string },
): Promise<AxisData> {
  const { dimension, panel, fallback } = chart;
  const scope = without(context.scope, dimension);
  const metric = context.metric(context.option(panel, 'metric', fallback)).name;
  const [rows, whole] = await Promise.all([
    ask.query({ ...scope, metrics: [...new Set(['sessions', metric])], by: [dimension] }),
    ask.query({ ...scope, metrics: [metric] }),
  ]);
  return { metric, points: axisPoints(rows, dimension, metric), average: metricValue(whole.rows[0], metric) };
}

/** Every value of a dimension that has an order of its own, also one without a call. */
export function filledUp(points: readonly AxisPoint[], all: readonly AxisPoint[]): AxisPoint[] {
  const known = new Map(points.map((point) => [point.key, point]));
  return all.map((point) => known.get(point.key) ?? point);
}
