import { scaleBand, scaleLinear } from 'd3-scale';
import { EDGE, type FigureWords, figure, TOP, WIDTH } from './figure.ts';
import { count, percent, type Shown } from './show.ts';
import { element, GRID, label, line, QUIET } from './svg.ts';

export interface Interval {
  readonly name: string;
  readonly colour: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

const ROW = 30;
const LEFT = EDGE + 190;
const RIGHT = WIDTH - EDGE - 126;

/** Shares with their 95 % intervals, a row each. */
export function intervals(words: FigureWords, rows: readonly Interval[]): Shown {
  const bottom = TOP + 18 + rows.length * ROW;
  const x = scaleLinear([0, Math.max(...rows.map((row) => row.high))], [LEFT, RIGHT]).nice(5);
  const y = scaleBand(
    rows.map((row) => row.name),
    [TOP + 18, bottom],
  );
  const grid = x.ticks(5).map((tick) => {
    const rule = line(x(tick), TOP + 14, x(tick), bottom, { stroke: GRID });
    return rule + label(percent(tick, 0), x(tick), bottom + 16, { 'text-anchor': 'middle', fill: QUIET });
  });
  const heads =
    label('share', WIDTH - EDGE - 66, TOP + 10, { 'text-anchor': 'end', fill: QUIET }) +
    label('calls', WIDTH - EDGE, TOP + 10, { 'text-anchor': 'end', fill: QUIET });
  const drawn = rows.map((row) => {
    const middle = (y(row.name) ?? 0) + ROW / 2;
    return [
      label(row.name, LEFT - 14, middle + 4, { 'text-anchor': 'end' }),
      line(x(row.low), middle, x(row.high), middle, { stroke: row.colour, 'stroke-width': 2.5 }),
      element('circle', { cx: x(row.value), cy: middle, r: 5, fill: row.colour }),
      label(percent(row.value), WIDTH - EDGE - 66, middle + 4, { 'text-anchor': 'end' }),
      label(count(row.n), WIDTH - EDGE, middle + 4, { 'text-anchor': 'end', fill: QUIET }),
    ].join('');
  });
  return figure(words, bottom + 32, ...grid, heads, ...drawn);
}
