import pMap from 'p-map';
import { faultPoint } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { Keeping } from '../contract/keeping.ts';
import { requireKey } from '../ingest/customer-key.ts';
import { fingerprintOf } from '../ingest/fingerprint.ts';
import { Loader } from '../ingest/loader.ts';
import { stageOptionsOf } from '../ingest/stage-options.ts';
import { Tally } from '../ingest/tally.ts';
import type { Store } from '../store/store.ts';
import type { SeenObject } from '../warehouse/warehouse.ts';
import { lessAside } from './aside.ts';
import { batchOf, type FoundManifest, listManifests, readManifest, removeBatch } from './found-manifests.ts';
import { keepingIdOf, publishKeeping } from './keeping-file.ts';
import { leaveWaiting } from './leave-waiting.ts';
import type { Manifest } from './manifest.ts';
import { settingAside } from './setting-aside.ts';
import { sift } from './sift.ts';
import { type Sorted, sortBatches } from './sorted-batches.ts';
import { type CommittedStaged, type RestagedSums, reportOf, sumOf, type TickReport } from './tick-report.ts';

/** Half of what one load job may name. */
const MOST_BATCHES = 5_000;
const SIDE_BY_SIDE = 16;

export interface TickOptions {
  /** Ends the tick after the commit in hand. */
  readonly signal?: AbortSignal;
  /** That one commit takes. */
  readonly mostBatches?: number;
}

/**
 * All staged batches into the warehouse, in commits of some thousands; then what was staged goes. Killed anywhere and run again it
 * comes to the same: the ledger knows what is in, and a batch goes only after that.
 */
export async function tick(loader: Loader, staging: Store, options: TickOptions = {}): Promise<TickReport> {
  let report = await round(loader, staging, options);
  // A listing that shows what is gone already must not keep a tick for ever, nor must what can't be loaded.
  for (let last = report; last.more && last.left === 0 && last.staged > 0 && !options.signal?.aborted; ) {
    last = await round(loader, staging, options);
    report = sumOf(report, last);
  }
  return report;
}

/** The commit of as many as one takes. */
async function round(
  loader: Loader,
  staging: Store,
  { signal, mostBatches = MOST_BATCHES }: TickOptions,
): Promise<TickReport> {
  const { warehouse, config, clock, log } = loader.context;
  const runStartedAt = clock.now().toISOString();
  await requireKey(warehouse, config, clock);
  const keeping = await warehouse.keeping();
  await publishKeeping(staging, keeping);
  const names = await listManifests(staging, mostBatches + 1);
  const { found, unreadable } = await manifestsOf(staging, names.slice(0, mostBatches), log);
  faultPoint('listed');
  const entries = await warehouse.ledger([...new Set(found.map(({ manifest }) => manifest.object))]);
  const wanted = { settings: fingerprintOf(stageOptionsOf(config)), keepingId: keepingIdOf(keeping) };
  const sorted = sortBatches(found, entries, wanted);
  const run = { runStartedAt, keeping, ...(signal && { signal }) };
  const committed = await commitStaged(loader, staging, sorted, run);
  const restaged = [...sorted.outdated, ...committed.refused];
  const tally = await restage(loader, restaged, run);
  // What was not read again before the time was over is left for the next tick.
  const isOver = signal?.aborted === true && restaged.length > 0;
  const stays = new Set([...committed.untried, ...(isOver ? restaged : [])]);
  const done = found.filter((one) => !stays.has(one));
  await pMap(done, (one) => removeBatch(staging, one), { concurrency: SIDE_BY_SIDE });
  faultPoint('manifest_removed');
  return reportOf(sorted, committed, tally, {
    staged: found.length,
    restaged: restaged.length,
    unreadable,
    more: names.length > mostBatches || stays.size > 0,
  });
}

interface Run {
  readonly runStartedAt: string;
  /** By which the batches were found to be current: what moves it meanwhile must not count as known to them. */
  readonly keeping: Keeping;
  readonly signal?: AbortSignal;
}

/** One commit, unless the warehouse refuses something of it. */
async function commitStaged(
  { context }: Loader,
  staging: Store,
  { fresh, unchanged }: Sorted,
  { runStartedAt, keeping, signal }: Run,
): Promise<CommittedStaged> {
  const { warehouse, clock, log } = context;
  const work = {
    batches: fresh.map(({ manifest }) => batchOf(manifest, staging)),
    unchanged: unchanged.map(({ manifest }) => seenOf(manifest)),
    runStartedAt,
    keeping,
  };
  const { report, culprits, tooDear, untried } = await sift(warehouse, work, clock, signal);
  for (const { batch, reason, detail } of culprits) {
    const { object, generation } = batch;
    log.warn('staged batch refused: its object is read again', { object, generation, reason, detail });
  }
  if (tooDear.length > 0) await leaveWaiting(tooDear, context);
  if (untried.length > 0) log.warn('staged batches left for the next tick', { batches: untried.length });
  const among = (named: readonly { readonly object: string }[]) => {
    const names = new Set(named.map(({ object }) => object));
    return [...fresh, ...unchanged].filter(({ manifest }) => names.has(manifest.object));
  };
  const refused = among(culprits.map(({ batch }) => batch));
  return { report, refused, tooDear: among(tooDear), untried: among(untried) };
}

/** What is refused again is set aside. */
async function restage(
  { context }: Loader,
  outdated: readonly FoundManifest[],
  { keeping: _asStaged, ...run }: Run,
): Promise<RestagedSums> {
  if (outdated.length === 0) return new Tally();
  const seen = outdated.map(({ manifest }) => seenOf(manifest));
  const { context: rest, aside } = settingAside(context, run.signal);
  const loader = new Loader(rest);
  try {
    const { tally } = await loader.load({ seen, lastRead: new Map(), ...run });
    return lessAside(tally, aside);
  } finally {
    await loader.close();
  }
}

async function manifestsOf(
  staging: Store,
  names: readonly string[],
  log: Log,
): Promise<{ readonly found: FoundManifest[]; readonly unreadable: number }> {
  const read = await pMap(names, (name) => readManifest(staging, name, log), { concurrency: SIDE_BY_SIDE });
  return {
    found: read.filter((one) => one !== undefined && one !== 'unreadable'),
    unreadable: read.filter((one) => one === 'unreadable').length,
  };
}

const seenOf = ({ object, generation, sizeBytes, seenAt }: Manifest): SeenObject => ({
  object,
  generation,
  sizeBytes,
  seenAt,
});
