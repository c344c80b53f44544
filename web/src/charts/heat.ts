import { scaleLinear } from 'd3-scale';
import type { Status } from '../model/mark.ts';
import type { TopicRow } from '../model/page.ts';

export type HeatMode = 'counts' | 'percent';
/** `topic` sorts by name, `sessions` by volume, a status by its shown number. */
export type HeatSort = { readonly by: 'topic' | 'sessions' | Status | null; readonly descending: boolean };

export const cellCount = (row: TopicRow, status: Status | null): number =>
  row.outcomes.get(status)?.numerator ?? 0;
export const cellShare = (row: TopicRow, status: Status | null): number | null =>
  row.outcomes.get(status)?.value ?? null;

function rankOf(row: TopicRow, by: HeatSort['by'], mode: HeatMode): number {
  if (by === 'sessions' || by === 'topic') return row.sessions;
  return mode === 'counts' ? cellCount(row, by) : (cellShare(row, by) ?? -1);
}

export function sortRows(rows: readonly TopicRow[], sort: HeatSort, mode: HeatMode): TopicRow[] {
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) =>
    sort.by === 'topic'
      ? sign * (a.topic ?? '\uffff').localeCompare(b.topic ?? '\uffff')
      : sign * (rankOf(a, sort.by, mode) - rankOf(b, sort.by, mode)),
  );
}

interface Box {
  getBoundingClientRect(): { left: number; top: number; width: number };
}

/** The middle of a cell's upper edge, in pixels of the chart around it. */
export function placeOf(cell: Box, chart: Box): { x: number; y: number } {
  const [inner, outer] = [cell.getBoundingClientRect(), chart.getBoundingClientRect()];
  return { x: inner.left - outer.left + inner.width / 2, y: inner.top - outer.top };
}

/** One scale for all cells: the largest count, or 100 %. */
export function scaleTop(
  rows: readonly TopicRow[],
  columns: readonly (Status | null)[],
  mode: HeatMode,
): number {
  if (mode === 'percent') return 1;
  return Math.max(1, ...rows.flatMap((row) => columns.map((status) => cellCount(row, status))));
}

/** Round steps from nothing to the fullest shade; of calls whole ones only. */
export const keySteps = (top: number, mode: HeatMode): number[] =>
  scaleLinear([0, top], [0, 1])
    .ticks(4)
    .filter((step) => mode === 'percent' || Number.isInteger(step));
