import { scaleLinear } from 'd3-scale';
import type { MetricInfo, MetricValue } from '../../../src/server/api.ts';
import { divergingShade, hueNamed, type Shade, shadeOf, type Theme } from './shades.ts';

export interface HeatScale {
  readonly diverging: boolean;
  readonly shade: (theme: Theme, value: number) => Shade;
  readonly steps: readonly { readonly value: number; readonly share: number }[];
}

/** One scale for all cells: of counts from zero, of a metric with a sign around zero, else over the values that there are. */
export function heatScale(metric: MetricInfo, values: readonly MetricValue[]): HeatScale {
  const held = values.flatMap(({ value }) => (value === null ? [] : [value]));
  const [low, high] = held.length ? [Math.min(...held), Math.max(...held)] : [0, 1];
  if (low < 0) return around(Math.max(-low, high));
  const from = metric.kind === 'count' ? 0 : low;
  const scale = scaleLinear([from, high > from ? high : from + 1], [metric.kind === 'count' ? 0 : 0.08, 1]);
  return {
    diverging: false,
    shade: (theme, value) => shadeOf(theme, hueNamed(metric.name), scale(value)),
    steps: scale.ticks(4).map((value) => ({ value, share: scale(value) })),
  };
}

function around(most: number): HeatScale {
  const scale = scaleLinear([-most, most], [-1, 1]);
  return {
    diverging: true,
    shade: (theme, value) => divergingShade(theme, scale(value)),
    steps: scale.ticks(5).map((value) => ({ value, share: scale(value) })),
  };
}
