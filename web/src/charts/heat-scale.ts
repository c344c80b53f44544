import { scaleLinear } from 'd3-scale';
import type { MetricInfo, MetricValue } from '../../../src/server/api.ts';
import {
  divergingShade,
  type Hue,
  hueNamed,
  NEUTRAL_PAIR,
  SENTIMENT_PAIR,
  type Shade,
  shadeOf,
  type Theme,
} from './shades.ts';

export interface HeatScale {
  /** One, or the two of a scale around zero. */
  readonly hues: readonly Hue[];
  readonly shade: (theme: Theme, value: number) => Shade;
  readonly steps: readonly { readonly value: number; readonly share: number }[];
}

/** One scale for all cells: of counts from zero, of a metric with a sign around zero, else over the values that there are. */
export function heatScale(metric: MetricInfo, values: readonly MetricValue[]): HeatScale {
  const held = values.flatMap(({ value }) => (value === null ? [] : [value]));
  const [low, high] = held.length ? [Math.min(...held), Math.max(...held)] : [0, 1];
  if (low < 0) return around(Math.max(-low, high), metric);
  const from = metric.kind === 'count' ? 0 : low;
  const scale = scaleLinear([from, high > from ? high : from + 1], [metric.kind === 'count' ? 0 : 0.08, 1]);
  return {
    hues: [hueNamed(metric.name)],
    shade: (theme, value) => shadeOf(theme, hueNamed(metric.name), scale(value)),
    steps: scale.ticks(4).map((value) => ({ value, share: scale(value) })),
  };
}

function around(most: number, { name }: MetricInfo): HeatScale {
  const pair = name === 'net_sentiment' ? SENTIMENT_PAIR : NEUTRAL_PAIR;
  const scale = scaleLinear([-most, most], [-1, 1]);
  return {
    hues: pair,
    shade: (theme, value) => divergingShade(theme, scale(value), pair),
    steps: scale.ticks(5).map((value) => ({ value, share: scale(value) })),
  };
}
