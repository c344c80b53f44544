import type { SessionsQuestion } from '../../../src/server/api.ts';

export const ORDERS = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  longest: 'Longest first',
  shortest: 'Shortest first',
  most_turns: 'Most turns first',
  random: 'Random sample of 50',
} as const;
export type ListOrder = keyof typeof ORDERS;

export const orderNamed = (text: string): ListOrder =>
  Object.hasOwn(ORDERS, text) ? (text as ListOrder) : 'newest';

const MAX_SEEDS = 1_000_000;
/** Of a random sample, as it stands in the address. */
export const seedFrom = (text: string): number => Math.abs(Number.parseInt(text, 10)) % MAX_SEEDS || 1;

/** What a list asks beside its calls. */
export const orderOf = (order: ListOrder, seed: number): Pick<SessionsQuestion, 'order' | 'sample'> =>
  order === 'random' ? { sample: seed } : { order };
