import { listAll, type ObjectVersion, type Store } from '../store/store.ts';
import type { LedgerEntry, SeenObject, Warehouse } from '../warehouse/warehouse.ts';

/** What a sweep has to do: the bucket's listing less the ledger. */
export interface SweepPlan {
  readonly objectsSeen: number;
  /** Generations to read. */
  readonly fresh: readonly SeenObject[];
  /** Objects of the ledger that the bucket no longer holds. */
  readonly gone: readonly string[];
  /** SHA-256 of the bytes that an object was last read with. */
  readonly lastRead: ReadonlyMap<string, string>;
}

/** The bucket holds the truth: another generation is newer, even if older by its clock. */
export async function planSweep(store: Store, warehouse: Warehouse, seenAt: string): Promise<SweepPlan> {
  const entries = await warehouse.ledger();
  const settled = new Map(
    entries.filter((entry) => entry.state !== 'waiting').map((entry) => [entry.object, entry]),
  );
  const present = new Set<string>();
  const fresh: SeenObject[] = [];
  for await (const version of listAll(store)) {
    present.add(version.object);
    if (!isSettled(settled.get(version.object), version)) fresh.push({ ...version, seenAt });
  }
  return {
    objectsSeen: present.size,
    fresh,
    gone: [...goneObjects(entries, present)],
    lastRead: shaByObject(settled.values()),
  };
}

function isSettled(entry: LedgerEntry | undefined, version: ObjectVersion): boolean {
  return entry !== undefined && entry.state !== 'gone' && entry.generation === version.generation;
}

function goneObjects(entries: readonly LedgerEntry[], present: ReadonlySet<string>): Set<string> {
  return new Set(
    entries
      .filter((entry) => entry.state !== 'gone' && !present.has(entry.object))
      .map((entry) => entry.object),
  );
}

function shaByObject(entries: Iterable<LedgerEntry>): Map<string, string> {
  const shas = new Map<string, string>();
  for (const entry of entries) if (entry.sha256 !== null) shas.set(entry.object, entry.sha256);
  return shas;
}
