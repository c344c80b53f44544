import { scaleBand, scaleLinear } from 'd3-scale';
import { EDGE, type FigureWords, figure, type Key, legend, TOP, WIDTH } from './figure.ts';
import type { Shown } from './show.ts';
import { element, GRID, label, line, QUIET } from './svg.ts';

export interface Column {
  readonly name: string;
  readonly value: number;
  readonly colour?: string;
  /** What to compare it with: a dash across the column. */
  readonly marks?: readonly { readonly value: number; readonly colour: string }[];
}

const HEIGHT = 300;
const BOTTOM = HEIGHT - 58;
const LEFT = EDGE + 36;

/** Columns side by side. @param axis the name under them; @param shown a value as it stands at the scale */
export function columns(
  words: FigureWords,
  {
    data,
    axis,
    keys,
    colour,
    shown,
  }: {
    readonly data: readonly Column[];
    readonly axis: string;
    readonly keys: readonly Key[];
    readonly colour: string;
    readonly shown: (value: number) => string;
  },
): Shown {
  const most = Math.max(
    ...data.flatMap(({ value, marks = [] }) => [value, ...marks.map((mark) => mark.value)]),
  );
  const y = scaleLinear([0, most], [BOTTOM, TOP + 22]).nice(5);
  const x = scaleBand(
    data.map((column) => column.name),
    [LEFT, WIDTH - EDGE],
  ).padding(0.22);
  const grid = y.ticks(5).map((tick) => {
    const rule = line(LEFT, y(tick), WIDTH - EDGE, y(tick), { stroke: GRID });
    return rule + label(shown(tick), LEFT - 8, y(tick) + 4, { 'text-anchor': 'end', fill: QUIET });
  });
  const bars = data.map((column) => {
    const left = x(column.name) ?? 0;
    const wide = x.bandwidth();
    const bar = { x: left, y: y(column.value), width: wide, height: BOTTOM - y(column.value), rx: 1.5 };
    const marks = (column.marks ?? []).map((mark) =>
      element('rect', { x: left - 3, y: y(mark.value) - 1.5, width: wide + 6, height: 3, fill: mark.colour }),
    );
    const name = label(column.name, left + wide / 2, BOTTOM + 17, { 'text-anchor': 'middle', fill: QUIET });
    return element('rect', { ...bar, fill: column.colour ?? colour }) + marks.join('') + name;
  });
  const under = label(axis, WIDTH - EDGE, HEIGHT - 14, { 'text-anchor': 'end', fill: QUIET });
  return figure(words, HEIGHT, ...grid, ...bars, under, legend(keys, HEIGHT - 14));
}
