import { scaleBand, scaleLinear } from 'd3-scale';
import { EDGE, type FigureWords, figure, type Key, legend, TOP, WIDTH } from './figure.ts';
import { count, type Shown } from './show.ts';
import { element, label, QUIET } from './svg.ts';

export interface Stack {
  readonly name: string;
  readonly n: number;
  /** In the order of the keys; they sum to 1. */
  readonly shares: readonly number[];
}

const ROW = 25;
const LEFT = EDGE + 146;
const RIGHT = WIDTH - EDGE - 62;
/** A narrower part has no room for its number. */
const NARROWEST_PX = 34;

/** Shares of a whole, a row each. */
export function stacks(words: FigureWords, keys: readonly Key[], rows: readonly Stack[]): Shown {
  const bottom = TOP + 18 + rows.length * ROW;
  const x = scaleLinear([0, 1], [LEFT, RIGHT]);
  const y = scaleBand(
    rows.map((row) => row.name),
    [TOP + 18, bottom],
  ).padding(0.2);
  const head = label('calls', WIDTH - EDGE, TOP + 10, { 'text-anchor': 'end', fill: QUIET });
  const drawn = rows.map((row) => {
    const top = y(row.name) ?? 0;
    const middle = top + y.bandwidth() / 2 + 4;
    const name = label(row.name, LEFT - 10, middle, { 'text-anchor': 'end' });
    const n = label(count(row.n), WIDTH - EDGE, middle, { 'text-anchor': 'end', fill: QUIET });
    return name + n + partsOf(row, keys, { x, top, high: y.bandwidth(), middle });
  });
  return figure(words, bottom + 40, head, ...drawn, legend(keys, bottom + 24));
}

interface Place {
  readonly x: (share: number) => number;
  readonly top: number;
  readonly high: number;
  readonly middle: number;
}

function partsOf({ shares }: Stack, keys: readonly Key[], { x, top, high, middle }: Place): string {
  let before = 0;
  return shares
    .map((share, at) => {
      const [left, right] = [x(before), x(before + share)];
      before += share;
      const box = element('rect', {
        x: left,
        y: top,
        width: Math.max(0, right - left - 1),
        height: high,
        fill: keys[at]?.colour ?? QUIET,
      });
      const number = label(`${Math.round(share * 100)} %`, (left + right) / 2, middle, {
        'text-anchor': 'middle',
        fill: '#ffffff',
        'font-size': 11,
      });
      return right - left < NARROWEST_PX ? box : box + number;
    })
    .join('');
}
