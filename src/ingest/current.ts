import pMap from 'p-map';
import type { Store } from '../store/store.ts';
import type { Portion, SeenObject } from '../warehouse/warehouse.ts';

/** Looks at once: a local bucket answers in microseconds, one in a network in tens of milliseconds. */
const LOOKS = 32;

/** All that is asked of the bucket here. */
export type Finder = Pick<Store, 'find'>;

/** What of a portion the bucket still holds as it was read, and what it does not. */
export interface Divided {
  readonly current: Required<Portion>;
  readonly outdated: Required<Portion>;
}

/**
 * Asked when a portion enters its transaction. What was staged before may have been overwritten or deleted since, and the
 * newer generation committed by somebody else: committed after it, the older one would stand.
 */
export async function divideByBucket(
  store: Finder,
  { batches, unchanged }: Required<Portion>,
): Promise<Divided> {
  const seen = [...batches, ...unchanged];
  const isCurrent = await pMap(seen, (each) => holds(store, each), { concurrency: LOOKS });
  const pick = (wanted: boolean): Required<Portion> => ({
    batches: batches.filter((_, index) => isCurrent[index] === wanted),
    unchanged: unchanged.filter((_, index) => isCurrent[batches.length + index] === wanted),
  });
  return { current: pick(true), outdated: pick(false) };
}

/** A bucket that does not answer says nothing else than the listing did. */
async function holds(
  store: Finder,
  { object, generation, sizeBytes }: Omit<SeenObject, 'seenAt'>,
): Promise<boolean> {
  try {
    const found = await store.find(object);
    return found?.generation === generation && found.sizeBytes === sizeBytes;
  } catch {
    return true;
  }
}
