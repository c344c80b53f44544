import { picture, type Shown } from './show.ts';
import { element, GRID, INK, label, QUIET } from './svg.ts';

export const WIDTH = 760;
/** Room on the left and right of every figure. */
export const EDGE = 24;
/** Where the title ends and the picture may begin. */
export const TOP = 66;

export interface FigureWords {
  readonly title: string;
  /** What is drawn, in which unit. */
  readonly subtitle: string;
  /** The picture in words, for who does not see it. */
  readonly summary: string;
}

/** White, whatever the page's own colour: ink and hues are chosen for it. */
export function figure(words: FigureWords, height: number, ...children: readonly string[]): Shown {
  const { title, subtitle, summary } = words;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${height}`,
      width: WIDTH,
      height,
      role: 'img',
      'aria-label': summary,
      'font-family': 'system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif',
    },
    element('rect', {
      x: 0.5,
      y: 0.5,
      width: WIDTH - 1,
      height: height - 1,
      rx: 8,
      fill: '#ffffff',
      stroke: GRID,
    }),
    label(title, EDGE, 32, { 'font-size': 16, 'font-weight': 600, fill: INK }),
    label(subtitle, EDGE, 51, { fill: QUIET }),
    ...children,
  );
  return picture(svg, summary);
}

export interface Key {
  readonly name: string;
  readonly colour: string;
  readonly shape?: 'box' | 'dot' | 'dash';
}

/** About what a letter takes, for laying a row of names out. */
const LETTER_PX = 6.6;

/** Names of colours and shapes in a row. */
export function legend(keys: readonly Key[], y: number): string {
  let x = EDGE;
  return keys
    .map(({ name, colour, shape = 'box' }) => {
      const mark = shapeAt(shape, x + 6, y - 4, colour);
      const part = mark + label(name, x + 18, y, { fill: QUIET });
      x += 38 + name.length * LETTER_PX;
      return part;
    })
    .join('');
}

function shapeAt(shape: NonNullable<Key['shape']>, x: number, y: number, colour: string): string {
  if (shape === 'dot') return element('circle', { cx: x, cy: y, r: 4.5, fill: colour });
  const height = shape === 'dash' ? 3 : 10;
  return element('rect', { x: x - 6, y: y - height / 2, width: 12, height, rx: 1.5, fill: colour });
}
