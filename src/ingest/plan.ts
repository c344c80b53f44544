import { type LeftOut, listAll, type ObjectVersion, type Store } from '../store/store.ts';
import type { LedgerEntry, SeenObject, Warehouse } from '../warehouse/warehouse.ts';
import type { LastRead } from './loader.ts';

/** A part of the bucket: by the start of the name, and by the date that stands in it as YYYY/MM/DD/. */
export interface Selection {
  readonly prefix?: string;
  /** First day, YYYY-MM-DD. */
  readonly from?: string;
  /** The day after the last. */
  readonly to?: string;
}

/** What a sweep has to do: the bucket's listing less the ledger. */
export interface SweepPlan {
  readonly objectsSeen: number;
  /** Objects without a date in their name, where dates were asked for. */
  readonly objectsSkipped: number;
  /** What in the bucket can be no object. */
  readonly leftOut: readonly LeftOut[];
  /** Generations to read. */
  readonly fresh: readonly SeenObject[];
  /** Objects of the ledger that the bucket no longer holds. */
  readonly gone: readonly string[];
  readonly lastRead: ReadonlyMap<string, LastRead>;
}

/** The bucket holds the truth: another generation is newer, even if older by its clock. */
export async function planSweep(
  store: Store,
  warehouse: Warehouse,
  seenAt: string,
  selection: Selection = {},
): Promise<SweepPlan> {
  const entries = (await warehouse.ledger()).filter(({ object }) => placeOf(object, selection) === 'inside');
  const settled = settledByObject(entries);
  const present = new Set<string>();
  const fresh: SeenObject[] = [];
  const leftOut: LeftOut[] = [];
  let objectsSkipped = 0;
  for await (const version of listAll(store, selection.prefix, (one) => leftOut.push(one))) {
    const place = placeOf(version.object, selection);
    if (place === 'undated') objectsSkipped += 1;
    if (place !== 'inside') continue;
    present.add(version.object);
    if (!isSettled(settled.get(version.object), version)) fresh.push({ ...version, seenAt });
  }
  return {
    objectsSeen: present.size,
    objectsSkipped,
    leftOut,
    fresh,
    gone: [...goneObjects(entries, present)],
    lastRead: lastReadOf(settled.values()),
  };
}

/** The last read generation of each object. */
export function settledByObject(entries: readonly LedgerEntry[]): Map<string, LedgerEntry> {
  return new Map(entries.filter(({ state }) => state !== 'waiting').map((entry) => [entry.object, entry]));
}

/** A file that was replaced may bear the time of the one before. */
export function isSettled(entry: LedgerEntry | undefined, version: ObjectVersion): boolean {
  return (
    entry !== undefined &&
    entry.state !== 'gone' &&
    entry.generation === version.generation &&
    entry.sizeBytes === version.sizeBytes
  );
}

export function lastReadOf(entries: Iterable<LedgerEntry>): Map<string, LastRead> {
  const last = new Map<string, LastRead>();
  for (const { object, sha256, rulesVersion, settings } of entries) {
    if (sha256 !== null) last.set(object, { sha256, rulesVersion, settings });
  }
  return last;
}

function placeOf(object: string, { prefix = '', from, to }: Selection): 'inside' | 'outside' | 'undated' {
  if (!object.startsWith(prefix)) return 'outside';
  if (from === undefined && to === undefined) return 'inside';
  const [, year, month, day] = /(?:^|\/)(\d{4})\/(\d\d)\/(\d\d)\//.exec(object) ?? [];
  if (year === undefined) return 'undated';
  const date = `${year}-${month}-${day}`;
  return (from === undefined || date >= from) && (to === undefined || date < to) ? 'inside' : 'outside';
}

function goneObjects(entries: readonly LedgerEntry[], present: ReadonlySet<string>): Set<string> {
  return new Set(
    entries
      .filter((entry) => entry.state !== 'gone' && !present.has(entry.object))
      .map((entry) => entry.object),
  );
}
