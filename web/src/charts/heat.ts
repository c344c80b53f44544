import type { Dims, Value } from '../model/filters.ts';
import type { Shade } from './shades.ts';

/** One cell of a heatmap: what it shows, says and stands for. */
export interface Cell {
  readonly text: string;
  /** For sorting a column; null comes last. */
  readonly rank: number | null;
  readonly label: string;
  /** Lines that the cell has no room for. */
  readonly tip: readonly string[];
  readonly shade: Shade | null;
  readonly dims: Dims;
  readonly choose: ((add: boolean) => void) | null;
  readonly small?: boolean;
  readonly data?: Readonly<Record<string, string | number | null>>;
}

export interface HeatRow {
  readonly key: Value;
  readonly name: string | null;
  readonly dims: Dims;
  readonly small?: boolean;
  /** null where nothing stands. */
  readonly cells: readonly (Cell | null)[];
}

export interface HeatColumn {
  readonly key: string;
  readonly text: string;
  /** Spoken, where the text is short for it. */
  readonly label?: string;
}

export interface HeatSort {
  /** Place of the column, or the names; null keeps the rows as they came. */
  readonly by: number | 'name' | null;
  readonly descending: boolean;
}

/** As it stands in the address: `2.desc`, `name.asc`. */
export function sortFrom(text: string): HeatSort {
  const [by = '', direction] = text.split('.');
  const place = /^\d+$/.test(by) ? Number(by) : by === 'name' ? by : null;
  return { by: place, descending: direction !== 'asc' };
}
export const sortText = ({ by, descending }: HeatSort): string =>
  by === null ? '' : `${by}.${descending ? 'desc' : 'asc'}`;

export function sortRows(rows: readonly HeatRow[], { by, descending }: HeatSort): HeatRow[] {
  if (by === null) return [...rows];
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (by === 'name') return sign * (a.name ?? '\uffff').localeCompare(b.name ?? '\uffff');
    const [x, y] = [a.cells[by]?.rank ?? null, b.cells[by]?.rank ?? null];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return sign * (x - y);
  });
}

interface Box {
  getBoundingClientRect(): { left: number; top: number; width: number };
}

/** The middle of a cell's upper edge, in pixels of the chart around it. */
export function placeOf(cell: Box, chart: Box): { x: number; y: number } {
  const [inner, outer] = [cell.getBoundingClientRect(), chart.getBoundingClientRect()];
  return { x: inner.left - outer.left + inner.width / 2, y: inner.top - outer.top };
}
