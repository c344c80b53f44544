/** What a warehouse keeps out of itself, whatever the bucket holds. */
export interface Keeping {
  /** Key of the tombstones' HMAC, in hex: random, and this warehouse's own. */
  readonly tombstoneKey: string;
  /** HMAC-SHA-256 of each erased customer's raw id, in hex. */
  readonly tombstones: readonly string[];
  /** Sessions that began before are left out; ISO 8601, UTC. Null: none. */
  readonly retainFrom: string | null;
}

export const KEEPS_ALL: Keeping = { tombstoneKey: '', tombstones: [], retainFrom: null };

/** Whether both keep out the same. */
export function keepSame(one: Keeping, other: Keeping): boolean {
  const of = ({ tombstones, retainFrom }: Keeping) => JSON.stringify([[...tombstones].sort(), retainFrom]);
  return of(one) === of(other);
}
