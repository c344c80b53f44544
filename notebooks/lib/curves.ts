import { scaleLinear } from 'd3-scale';
import { line as path } from 'd3-shape';
import { EDGE, type FigureWords, figure, type Key, legend, TOP, WIDTH } from './figure.ts';
import type { Shown } from './show.ts';
import { element, GRID, label, line, QUIET } from './svg.ts';

export type Point = readonly [x: number, y: number];

export interface Dots {
  readonly colour: string;
  readonly points: readonly Point[];
}

const HEIGHT = 340;
const BOTTOM = HEIGHT - 58;
const LEFT = EDGE + 40;
const RIGHT = WIDTH - EDGE - 12;
const thousands = (value: number): string => value.toLocaleString('en-US');

/** A curve, and dots to compare it with. */
export function curve(
  words: FigureWords,
  {
    points,
    colour,
    dots,
    axis,
    keys,
  }: {
    readonly points: readonly Point[];
    readonly colour: string;
    readonly dots: readonly Dots[];
    readonly axis: string;
    readonly keys: readonly Key[];
  },
): Shown {
  const all = [...points, ...dots.flatMap((each) => each.points)];
  const x = scaleLinear([0, Math.max(...all.map((point) => point[0]))], [LEFT, RIGHT]);
  const y = scaleLinear([0, Math.max(...all.map((point) => point[1]))], [BOTTOM, TOP + 14]).nice(5);
  const grid = y.ticks(5).map((tick) => {
    const rule = line(LEFT, y(tick), RIGHT, y(tick), { stroke: GRID });
    return rule + label(thousands(tick), LEFT - 8, y(tick) + 4, { 'text-anchor': 'end', fill: QUIET });
  });
  const names = x
    .ticks(5)
    .map((tick) => label(thousands(tick), x(tick), BOTTOM + 17, { 'text-anchor': 'middle', fill: QUIET }));
  const drawn =
    path<Point>(
      (point) => x(point[0]),
      (point) => y(point[1]),
    ).digits(2)(points) ?? '';
  const marks = dots.flatMap((each) =>
    each.points.map((point) =>
      element('circle', {
        cx: x(point[0]),
        cy: y(point[1]),
        r: 5,
        fill: each.colour,
        stroke: '#ffffff',
        'stroke-width': 1.5,
      }),
    ),
  );
  const stroke = element('path', { d: drawn, fill: 'none', stroke: colour, 'stroke-width': 2.5 });
  const under = label(axis, RIGHT, HEIGHT - 14, { 'text-anchor': 'end', fill: QUIET });
  return figure(words, HEIGHT, ...grid, ...names, stroke, ...marks, under, legend(keys, HEIGHT - 14));
}
