import { EarshotError } from '../base/errors.ts';
import { listAll, type ObjectVersion, type Store } from '../store/store.ts';
import { IdFinder } from './id-finder.ts';
import { type ReadLimits, readText } from './read-object.ts';

/** Where the bucket still holds a customer. */
export interface Holders {
  readonly objects: readonly string[];
  /** Objects that could not be looked into; the bucket itself when it could not be listed. */
  readonly unsearched: readonly string[];
}

/**
 * Reads the whole bucket as it is now for a customer, whatever became of the records: those that another record replaced, that are in
 * quarantine, were kept out, or were never loaded.
 * @param id as session files write it
 * @param known objects of which it is known already
 */
export async function findHolders(
  store: Store,
  id: string,
  known: readonly string[],
  limits: ReadLimits,
  onObject: (looked: number) => void,
): Promise<Holders> {
  const [objects, unsearched] = [[] as string[], [] as string[]];
  const isKnown = new Set(known);
  let looked = 0;
  try {
    for await (const version of listAll(store)) {
      const holds = isKnown.has(version.object) || (await holdsNow(store, version, id, limits));
      if (holds === null) unsearched.push(version.object);
      else if (holds) objects.push(version.object);
      looked += 1;
      onObject(looked);
    }
  } catch (error) {
    if (!(error instanceof EarshotError)) throw error;
    return { objects: known, unsearched: [store.label] };
  }
  return { objects, unsearched };
}

/** Null when that cannot be told. One that is overwritten meanwhile is looked into once more. */
async function holdsNow(
  store: Store,
  version: ObjectVersion,
  id: string,
  limits: ReadLimits,
): Promise<boolean | null> {
  try {
    return await holds(store, version, id, limits);
  } catch (error) {
    if (!(error instanceof EarshotError)) throw error;
  }
  const newer = await store.find(version.object);
  if (newer === undefined) return false;
  try {
    return await holds(store, newer, id, limits);
  } catch (error) {
    if (!(error instanceof EarshotError)) throw error;
    return null;
  }
}

async function holds(
  store: Store,
  version: ObjectVersion,
  id: string,
  limits: ReadLimits,
): Promise<boolean | null> {
  const finder = new IdFinder(id);
  const { refusal } = await readText(store.stream(version), version.sizeBytes, limits, (chunk) =>
    finder.add(chunk),
  );
  finder.end();
  return finder.isFound || (refusal === null ? false : null);
}
