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

export interface ListHead {
  /** Of its cells. */
  readonly name: string;
  readonly text: string;
  /** Largest first, then smallest first where the API has that; none where it has no order. */
  readonly orders: readonly ListOrder[];
}

export const LIST_HEADS: readonly ListHead[] = [
  { name: 'when', text: 'Began', orders: ['newest', 'oldest'] },
  { name: 'length', text: 'Length', orders: ['longest', 'shortest'] },
  { name: 'outcome', text: 'Outcome', orders: [] },
  { name: 'topic', text: 'Topic', orders: [] },
  { name: 'turns', text: 'Caller turns', orders: ['most_turns'] },
  { name: 'sentiment', text: 'Sentiment', orders: [] },
  { name: 'id', text: 'Caller · call', orders: [] },
];

export const ARROWS = { descending: ' ↓', ascending: ' ↑', none: '' } as const;

export function sortedBy(orders: ListHead['orders'], order: ListOrder): keyof typeof ARROWS {
  const place = orders.indexOf(order);
  return place < 0 ? 'none' : place === 0 ? 'descending' : 'ascending';
}

/** The order after a head was pressed. */
export const turned = (orders: ListHead['orders'], order: ListOrder): ListOrder =>
  orders[(orders.indexOf(order) + 1) % orders.length] ?? order;

/** What a list asks beside its calls. */
export const orderOf = (order: ListOrder, seed: number): Pick<SessionsQuestion, 'order' | 'sample'> =>
  order === 'random' ? { sample: seed } : { order };
