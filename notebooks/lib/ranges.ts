import { scaleLinear } from 'd3-scale';
import { EDGE, type FigureWords, figure, TOP, WIDTH } from './figure.ts';
import type { Shown } from './show.ts';
import { element, GRID, INK, label, line, QUIET } from './svg.ts';

export interface Range {
  readonly name: string;
  readonly colour: string;
  readonly p50: number;
  readonly p95: number;
  readonly mean: number;
}

export interface Panel {
  readonly title: string;
  readonly ranges: readonly Range[];
}

const ROW = 24;
const HEAD = 26;
const FOOT = 34;
const LEFT = EDGE + 118;
const RIGHT = WIDTH - EDGE - 56;

/** Distributions in three numbers, beside each other: from the median to the 95th percentile, and the mean. */
export function ranges(words: FigureWords, panels: readonly Panel[]): Shown {
  let top = TOP + 10;
  const parts = panels.map((panel) => {
    const part = panelAt(panel, top);
    top += HEAD + panel.ranges.length * ROW + FOOT;
    return part;
  });
  return figure(words, top, ...parts);
}

function panelAt({ title, ranges: rows }: Panel, top: number): string {
  const x = scaleLinear([0, Math.max(...rows.map((row) => row.p95))], [LEFT, RIGHT]).nice(6);
  const bottom = top + HEAD + rows.length * ROW;
  const grid = x.ticks(6).map((tick) => {
    const rule = line(x(tick), top + HEAD - 6, x(tick), bottom, { stroke: GRID });
    return rule + label(String(tick), x(tick), bottom + 14, { 'text-anchor': 'middle', fill: QUIET });
  });
  const heading = label(title, EDGE, top + 10, { 'font-weight': 600, fill: INK, 'font-size': 13 });
  const bodies = rows.map((row, at) => rowAt(row, top + HEAD + (at + 0.5) * ROW, x));
  return heading + grid.join('') + bodies.join('');
}

function rowAt({ name, colour, p50, p95, mean }: Range, y: number, x: (value: number) => number): string {
  return [
    label(name, LEFT - 12, y + 4, { 'text-anchor': 'end' }),
    line(x(p50), y, x(p95), y, { stroke: colour, 'stroke-width': 2 }),
    line(x(p95), y - 5, x(p95), y + 5, { stroke: colour, 'stroke-width': 2 }),
    element('rect', { x: x(p50) - 2.5, y: y - 8, width: 5, height: 16, rx: 1.5, fill: colour }),
    element('circle', { cx: x(mean), cy: y, r: 4.5, fill: '#ffffff', stroke: colour, 'stroke-width': 2 }),
    label(p95.toFixed(0), x(p95) + 9, y + 4, { fill: QUIET }),
  ].join('');
}
