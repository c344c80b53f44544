/** A notebook's kernel asks a value for its representations by this symbol. */
const DISPLAY = Symbol.for('Jupyter.display');

/** A value that a notebook shows, richest form first. */
export interface Shown {
  readonly [DISPLAY]: () => Readonly<Record<string, string>>;
}

export const markdown = (text: string): Shown => ({
  [DISPLAY]: () => ({ 'text/markdown': text, 'text/plain': text }),
});

/** @param summary the picture in words */
export const picture = (svg: string, summary: string): Shown => ({
  [DISPLAY]: () => ({ 'image/svg+xml': svg, 'text/plain': summary }),
});

type Cell = string | number | null | undefined;

/** A Markdown table; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): Shown {
  const isNumber = head.map((_, at) => rows.every((row) => typeof row[at] === 'number'));
  const line = (cells: readonly Cell[]) => `| ${cells.map(cellText).join(' | ')} |`;
  const rule = `|${isNumber.map((right) => (right ? '---:' : '---')).join('|')}|`;
  return markdown([line(head), rule, ...rows.map(line)].join('\n'));
}

function cellText(cell: Cell): string {
  if (typeof cell === 'number') return cell.toLocaleString('en-US', { maximumFractionDigits: 4 });
  return (cell ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');
}

export const percent = (share: number, places = 1): string => `${(share * 100).toFixed(places)} %`;
export const count = (value: number): string => value.toLocaleString('en-US');
