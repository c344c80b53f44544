import pMap from 'p-map';
import { faultPoint } from '../base/fault.ts';
import type { ObjectCounts } from '../contract/batch.ts';
import { RULES_VERSION } from '../contract/rules.ts';
import { requireKey } from '../ingest/customer-key.ts';
import { fingerprintOf } from '../ingest/fingerprint.ts';
import type { Loader } from '../ingest/loader.ts';
import { lastReadOf } from '../ingest/plan.ts';
import { stageOptionsOf } from '../ingest/stage-options.ts';
import { Tally } from '../ingest/tally.ts';
import type { Store } from '../store/store.ts';
import type { LedgerEntry, SeenObject } from '../warehouse/warehouse.ts';
import { keepingIdOf, publishKeeping } from './keeping-file.ts';
import {
  batchOf,
  type FoundManifest,
  listManifests,
  type Manifest,
  readManifest,
  removeBatch,
} from './manifest.ts';

/** Half of what one load job may name. */
const MOST_BATCHES = 5_000;
const SIDE_BY_SIDE = 16;

export interface TickReport {
  /** Batches that were found. */
  readonly staged: number;
  readonly objects: number;
  /** Loaded; those of restaged batches among them, as below. */
  readonly sessions: number;
  /** That came in with them, whatever became of each. */
  readonly records: number;
  readonly quarantined: number;
  /** The same bytes as before under a new generation. */
  readonly unchanged: number;
  /** Of a generation that is in the warehouse already, or that a newer one has replaced. */
  readonly late: number;
  /** Staged under other settings, or before somebody was erased: read again. */
  readonly restaged: number;
  /** More than one tick takes: the next one goes on. */
  readonly more: boolean;
}

/**
 * All staged batches into the warehouse, by one commit; then what was staged goes. Killed anywhere and run again it comes to the
 * same: the ledger knows what is in, and a batch goes only after that.
 */
export async function tick(loader: Loader, staging: Store): Promise<TickReport> {
  const { warehouse, config, clock } = loader.context;
  const runStartedAt = clock.now().toISOString();
  await requireKey(warehouse, config, clock);
  const keeping = await warehouse.keeping();
  await publishKeeping(staging, keeping);
  const names = await listManifests(staging, MOST_BATCHES + 1);
  const found = await manifestsOf(staging, names.slice(0, MOST_BATCHES));
  faultPoint('listed');
  const entries = await warehouse.ledger([...new Set(found.map(({ manifest }) => manifest.object))]);
  const wanted = { settings: fingerprintOf(stageOptionsOf(config)), keepingId: keepingIdOf(keeping) };
  const sorted = sort(found, entries, wanted);
  const committed = await warehouse.commit(
    {
      batches: sorted.fresh.map(({ manifest }) => batchOf(manifest, staging)),
      unchanged: sorted.unchanged.map(({ manifest }) => seenOf(manifest)),
      runStartedAt,
    },
    clock,
  );
  const tally = await restage(loader, sorted.outdated, runStartedAt);
  await pMap(found, (one) => removeBatch(staging, one), { concurrency: SIDE_BY_SIDE });
  faultPoint('manifest_removed');
  return {
    staged: found.length,
    objects: committed.objects,
    sessions: committed.sessions + tally.sessions,
    records: sum(sorted.fresh, ({ records }) => records) + tally.records,
    quarantined: sum(sorted.fresh, ({ quarantined }) => quarantined) + tally.quarantined,
    unchanged: sorted.unchanged.length,
    late: sorted.late,
    restaged: sorted.outdated.length,
    more: names.length > MOST_BATCHES,
  };
}

async function restage(
  loader: Loader,
  outdated: readonly FoundManifest[],
  runStartedAt: string,
): Promise<Tally> {
  if (outdated.length === 0) return new Tally();
  const seen = outdated.map(({ manifest }) => seenOf(manifest));
  const { tally } = await loader.load({ seen, lastRead: new Map(), runStartedAt });
  return tally;
}

const sum = (found: readonly FoundManifest[], count: (counts: ObjectCounts) => number): number =>
  found.reduce((total, { manifest }) => total + count(manifest.counts), 0);

async function manifestsOf(staging: Store, names: readonly string[]): Promise<FoundManifest[]> {
  const found = await pMap(names, (name) => readManifest(staging, name), { concurrency: SIDE_BY_SIDE });
  return found.filter((one) => one !== undefined);
}

interface Sorted {
  readonly fresh: FoundManifest[];
  readonly unchanged: FoundManifest[];
  readonly outdated: FoundManifest[];
  late: number;
}

/** Of each object the newest generation; generations of Google's grow. */
function sort(
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

const seenOf = ({ object, generation, sizeBytes, seenAt }: Manifest): SeenObject => ({
  object,
  generation,
  sizeBytes,
  seenAt,
});
