import type { Dimension } from './dimension.ts';
import type { Scalar } from './question.ts';

export interface Ranked {
  readonly raw: readonly (Scalar | null)[];
  readonly sessions: number;
}

/**
 * Rows in the order in which they are shown: time and ordinals ascending, categories by sessions, most first, then by name; a
 * missing value last among equals. An inner dimension is ordered within its outer ones.
 */
export function inOrder<T extends Ranked>(rows: readonly T[], by: readonly Dimension[]): T[] {
  const totals = new Map<string, number>();
  for (const { raw, sessions } of rows) {
    for (let depth = 1; depth <= raw.length; depth++) {
      const id = JSON.stringify(raw.slice(0, depth));
      totals.set(id, (totals.get(id) ?? 0) + sessions);
    }
  }
  const totalOf = ({ raw }: T, depth: number) => totals.get(JSON.stringify(raw.slice(0, depth + 1))) ?? 0;
  return [...rows].sort((a, b) => {
    for (const [depth, { kind }] of by.entries()) {
      const bySessions = kind === 'category' ? totalOf(b, depth) - totalOf(a, depth) : 0;
      const order = bySessions || compareRaw(a.raw[depth] ?? null, b.raw[depth] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** Names by code unit: the same everywhere, whatever the locale. */
function compareRaw(a: Scalar | null, b: Scalar | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
