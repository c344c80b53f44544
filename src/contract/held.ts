/** The days, as in 2025-01-31, between which every stored version began; both included. */
export interface Held {
  readonly from: string;
  readonly to: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 86_400_000;

/** Null where the warehouse does not say, or holds nothing. */
export function heldOf(from: unknown, to: unknown): Held | null {
  if (typeof from !== 'string' || typeof to !== 'string' || !DAY.test(from) || !DAY.test(to)) return null;
  return { from, to };
}

export const heldFromMs = ({ from }: Held): number => Date.parse(from);
/** Excluded. */
export const heldToMs = ({ to }: Held): number => Date.parse(to) + DAY_MS;
