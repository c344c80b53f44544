import { scaleLinear, scalePoint } from 'd3-scale';
import { area, line } from 'd3-shape';
import { bucketOf, type Grain, type LocalDate, type LocalHour } from '../model/dates.ts';
import { boundsOf } from '../model/values.ts';
import { lineDomain, type Series } from './line-domain.ts';
import type { Point } from './marks.ts';

export const MARGIN = { top: 28, bottom: 44, left: 52 } as const;
/** Room beside the plot for direct labels; a narrow chart has none and writes them above. */
export const isNarrow = (width: number) => width < 600;
const LABEL_WIDTH = 56;
const SIZE_WIDTH = 64;

type Place = (index: number) => number;

/** The gap between the last two points is drawn apart when the last bucket is not over. */
function paths(points: readonly Point[], x: Place, y: (value: number) => number) {
  const draw = line<[number, number | null]>()
    .defined(([, value]) => value !== null)
    .x(([index]) => x(index))
    .y(([, value]) => y(value ?? 0));
  const all = points.map((point, index): [number, number | null] => [index, point.value.value]);
  const unfinished = points.length > 1 && points.at(-1)?.partial === true;
  return {
    solid: draw(unfinished ? all.slice(0, -1) : all) ?? '',
    dashed: unfinished ? (draw(all.slice(-2)) ?? '') : '',
  };
}

/** Whiskers closer than this run into one another: a band says the same. */
const DENSE_STEP = 14;

function bandPath(points: readonly Point[], x: Place, y: (value: number) => number) {
  const draw = area<Point>()
    .defined(({ value }) => value.value !== null && boundsOf(value).low !== null)
    .x((_, index) => x(index))
    .y0(({ value }) => y(boundsOf(value).low ?? 0))
    .y1(({ value }) => y(boundsOf(value).high ?? 0));
  return draw(points) ?? '';
}

/** Every so many that their labels have room. */
export function everyNth(count: number, step: number): number[] {
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / (step || 1)));
  return Array.from({ length: count }, (_, index) => index).filter((index) => index % every === 0);
}

/** Steps that midnight is among, whatever the day. */
const HOUR_STEPS = [1, 2, 3, 4, 6, 12, 24];

function hoursLabelled(starts: readonly LocalHour[], every: number): number[] {
  const hours = HOUR_STEPS.find((each) => each >= every) ?? Math.ceil(every / 24) * 24;
  const named = starts.flatMap((start, index) => (Number(start.slice(11, 13)) % hours === 0 ? [index] : []));
  return named.filter((_, place) => place % Math.ceil(hours / 24) === 0);
}

/**
 * Which buckets are named on the axis: every one if there is room, of days else Mondays or the first of months, of hours those that
 * part the day evenly.
 */
export function labelledAt(starts: readonly LocalDate[], grain: Grain, step: number): number[] {
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / (step || 1)));
  if (grain === 'hour') return hoursLabelled(starts, every);
  if (grain !== 'day' || every === 1) return everyNth(starts.length, step);
  const head: Grain = every > 7 ? 'month' : 'week';
  const heads = starts.flatMap((start, index) => (bucketOf(start, head) === start ? [index] : []));
  const between = ((heads[1] ?? 0) - (heads[0] ?? 0)) * step;
  const skip = Math.max(1, Math.ceil(LABEL_WIDTH / (between || LABEL_WIDTH)));
  return heads.filter((_, place) => place % skip === 0);
}

export interface LineSize {
  readonly width: number;
  readonly height: number;
  /** Room on the right for direct labels. */
  readonly right: number;
}

/** Everything of the chart over time that depends on its size. */
export function lineLayout(series: readonly Series[], size: LineSize, labelled: (step: number) => number[]) {
  const { width, height } = size;
  const count = series[0]?.points.length ?? 0;
  const right = Math.max(MARGIN.left + 1, width - (isNarrow(width) ? 8 : size.right));
  const scaleX = scalePoint(
    Array.from({ length: count }, (_, index) => index),
    [MARGIN.left, right],
  ).padding(0.5);
  // What the scale leaves out is drawn at its edge.
  const y = scaleLinear(lineDomain(series), [height - MARGIN.bottom, MARGIN.top]).clamp(true);
  const x: Place = (index) => scaleX(index) ?? 0;
  const step = count > 1 ? scaleX.step() : right - MARGIN.left;
  const labels = labelled(step);
  const dense = step < DENSE_STEP;
  const banded = dense || series.length > 1;
  return {
    x,
    y,
    right,
    step,
    labels,
    dense,
    banded,
    /** What each labelled point is of has room beneath its label. */
    sized: !dense && step * ((labels[1] ?? count) - (labels[0] ?? 0)) >= SIZE_WIDTH,
    /** A number at every point fits. */
    roomy: labels.length === count && series.length === 1,
    ticks: y.ticks(isNarrow(width) ? 4 : 5),
    lines: series.map(({ points }) => ({
      ...paths(points, x, y),
      band: banded ? bandPath(points, x, y) : '',
    })),
  };
}

/** Direct labels at the end of lines, pushed apart until none covers another. */
export function apart(places: readonly number[], gap: number): number[] {
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const moved = [...places];
  for (const [rank, index] of order.entries()) {
    const above = rank > 0 ? (moved[order[rank - 1] ?? 0] ?? 0) + gap : Number.NEGATIVE_INFINITY;
    moved[index] = Math.max(moved[index] ?? 0, above);
  }
  return moved;
}
