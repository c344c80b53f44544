import { scaleLinear, scalePoint } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { RateValue } from '../../../src/server/api.ts';
import { bucketOf, type Grain } from '../model/dates.ts';
import type { Page, TimePoint } from '../model/page.ts';

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
    .nice(5)
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

/** Whiskers closer than this run into one another: a band says the same. */
const DENSE_STEP = 14;

function bandPath(points: readonly TimePoint[], x: (index: number) => number, y: (share: number) => number) {
  const draw = area<TimePoint>()
    .defined(({ rate }) => rate.value !== null)
    .x((_, index) => x(index))
    .y0(({ rate }) => y(rate.low ?? 0))
    .y1(({ rate }) => y(rate.high ?? 1));
  return draw(points) ?? '';
}

/** Which points are named on the axis: every one if there is room, of days else Mondays or the first of months. */
export function labelledAt(points: readonly TimePoint[], grain: Grain, step: number): number[] {
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / (step || 1)));
  const all = points.map((_, index) => index);
  if (grain !== 'day' || every === 1) return all.filter((index) => index % every === 0);
  const head: Grain = every > 7 ? 'month' : 'week';
  const heads = all.filter((index) => {
    const start = points[index]?.start ?? '';
    return bucketOf(start, head) === start;
  });
  const between = ((heads[1] ?? 0) - (heads[0] ?? 0)) * step;
  const skip = Math.max(1, Math.ceil(LABEL_WIDTH / (between || LABEL_WIDTH)));
  return heads.filter((_, place) => place % skip === 0);
}

/** Everything of the chart over time that depends on its size. */
export function lineLayout(page: Pick<Page, 'points' | 'overall' | 'grain'>, width: number, height: number) {
  const { points, overall, grain } = page;
  const indices = points.map((_, index) => index);
  const right = Math.max(MARGIN.left + 1, width - rightMargin(width));
  const scaleX = scalePoint(indices, [MARGIN.left, right]).padding(0.5);
  const domain = rateDomain(
    points.map((point) => point.rate),
    overall,
  );
  const y = scaleLinear(domain, [height - MARGIN.bottom, MARGIN.top]);
  const x = (index: number) => scaleX(index) ?? 0;
  const labels = labelledAt(points, grain, scaleX.step());
  const dense = scaleX.step() < DENSE_STEP;
  return {
    x,
    y,
    right,
    step: scaleX.step(),
    labels,
    /** A number at every point fits. */
    roomy: labels.length === points.length,
    dense,
    band: dense ? bandPath(points, x, y) : '',
    ticks: y.ticks(isNarrow(width) ? 4 : 5),
    ...paths(points, x, y),
  };
}
