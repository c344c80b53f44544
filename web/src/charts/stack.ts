import { scaleBand, scaleLinear } from 'd3-scale';
import type { Hue } from './shades.ts';

/** One part of a column. */
export interface StackPart {
  readonly key: string;
  readonly hue: Hue;
  readonly count: number;
}

export interface StackColumn {
  readonly key: string;
  readonly tick: string;
  readonly parts: readonly StackPart[];
}

export const STACK_MARGIN = { top: 12, bottom: 40, left: 52, right: 4 } as const;

/** Columns of counts, or of shares that fill the height. */
export function stackLayout(
  columns: readonly StackColumn[],
  { width, height }: { readonly width: number; readonly height: number },
  asShares: boolean,
) {
  const { top, bottom, left, right } = STACK_MARGIN;
  const totals = columns.map(({ parts }) => parts.reduce((sum, { count }) => sum + count, 0));
  const most = asShares ? 1 : Math.max(1, ...totals);
  const x = scaleBand(
    columns.map(({ key }) => key),
    [left, Math.max(left + 1, width - right)],
  ).paddingInner(0.12);
  const y = scaleLinear([0, most], [height - bottom, top]).nice(4);
  const bars = columns.flatMap(({ key, parts }, column) => {
    const total = asShares ? (totals[column] ?? 0) : 1;
    let below = 0;
    return parts.map((part, row) => {
      const from = total === 0 ? 0 : below / total;
      below += part.count;
      const to = total === 0 ? 0 : below / total;
      return { part, column, row, x: x(key) ?? 0, y: y(to), height: y(from) - y(to) };
    });
  });
  return { x, y, bars, band: x.bandwidth(), ticks: y.ticks(4), base: height - bottom };
}
