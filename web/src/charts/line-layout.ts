import { scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import type { RateValue } from '../../../src/server/api.ts';
import type { TimePoint } from '../model/page.ts';

export const MARGIN = { top: 28, bottom: 44, left: 48 } as const;
/** Room beside the plot for the label of the average; a narrow chart has none and writes it above. */
export const isNarrow = (width: number) => width < 600;
const rightMargin = (width: number) => (isNarrow(width) ? 4 : 72);
const LABEL_WIDTH = 56;

/** A line need not start at zero: its axis covers the intervals, in round steps. */
export function rateDomain(rates: readonly RateValue[], overall: RateValue): [number, number] {
  const held = [...rates, overall].filter((rate) => rate.value !== null);
  if (!held.length) return [0, 1];
  const low = Math.min(...held.map((rate) => rate.low ?? 0));
  const high = Math.max(...held.map((rate) => rate.high ?? 1));
  const pad = Math.max(0.01, (high - low) * 0.12);
  const [from, to] = scaleLinear([low - pad, high + pad], [0, 1])
    .nice(4)
    .domain();
  return [Math.max(0, from ?? 0), Math.min(1, to ?? 1)];
}

/** The gap between the last two points is drawn apart when the last bucket is not over. */
function paths(points: readonly TimePoint[], x: (index: number) => number, y: (share: number) => number) {
  const draw = line<[number, number | null]>()
    .defined(([, share]) => share !== null)
    .x(([index]) => x(index))
    .y(([, share]) => y(share ?? 0));
  const all = points.map((point, index): [number, number | null] => [index, point.rate.value]);
  const unfinished = points.length > 1 && points.at(-1)?.partial === true;
  return {
    solid: draw(unfinished ? all.slice(0, -1) : all) ?? '',
    dashed: unfinished ? (draw(all.slice(-2)) ?? '') : '',
  };
}

/** Everything of the chart over time that depends on its size. */
export function lineLayout(points: readonly TimePoint[], overall: RateValue, width: number, height: number) {
  const indices = points.map((_, index) => index);
  const right = Math.max(MARGIN.left + 1, width - rightMargin(width));
  const scaleX = scalePoint(indices, [MARGIN.left, right]).padding(0.5);
  const domain = rateDomain(
    points.map((point) => point.rate),
    overall,
  );
  const y = scaleLinear(domain, [height - MARGIN.bottom, MARGIN.top]);
  const x = (index: number) => scaleX(index) ?? 0;
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / (scaleX.step() || 1)));
  return {
    x,
    y,
    right,
    step: scaleX.step(),
    every,
    ticks: y.ticks(isNarrow(width) ? 4 : 5),
    ...paths(points, x, y),
  };
}
