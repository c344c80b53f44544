import { RULES_VERSION } from '../contract/rules.ts';
import { lastReadOf } from '../ingest/plan.ts';
import type { LedgerEntry } from '../warehouse/warehouse.ts';
import type { FoundManifest } from './found-manifests.ts';
import type { Manifest } from './manifest.ts';

/** What becomes of each staged batch. */
export interface Sorted {
  readonly fresh: FoundManifest[];
  readonly unchanged: FoundManifest[];
  readonly outdated: FoundManifest[];
  late: number;
}

/** Of each object the newest generation; generations of Google's grow. */
export function sortBatches(
  found: readonly FoundManifest[],
  entries: readonly LedgerEntry[],
  { settings, keepingId }: Pick<Manifest, 'settings' | 'keepingId'>,
): Sorted {
  const read = entries.filter(({ state }) => state !== 'waiting');
  const lastRead = lastReadOf(read);
  const newest = new Map(read.map(({ object, generation }) => [object, BigInt(generation)]));
  const sorted: Sorted = { fresh: [], unchanged: [], outdated: [], late: 0 };
  for (const one of [...found].sort(byGeneration)) {
    const { manifest } = one;
    const known = newest.get(manifest.object);
    if (known !== undefined && known >= BigInt(manifest.generation)) {
      sorted.late += 1;
      continue;
    }
    newest.set(manifest.object, BigInt(manifest.generation));
    const last = lastRead.get(manifest.object);
    const isCurrent =
      manifest.settings === settings &&
      manifest.keepingId === keepingId &&
      manifest.rulesVersion === RULES_VERSION;
    if (!isCurrent) sorted.outdated.push(one);
    else if (
      last?.sha256 === manifest.sha256 &&
      last.settings === settings &&
      last.rulesVersion === RULES_VERSION
    )
      sorted.unchanged.push(one);
    else sorted.fresh.push(one);
  }
  return sorted;
}

/** The greatest first. */
function byGeneration(one: FoundManifest, other: FoundManifest): number {
  const [a, b] = [BigInt(one.manifest.generation), BigInt(other.manifest.generation)];
  return a < b ? 1 : a > b ? -1 : 0;
}
