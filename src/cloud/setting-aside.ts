import { rmSync } from 'node:fs';
import type { Clock } from '../base/clock.ts';
import { EarshotError } from '../base/errors.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { LoaderContext } from '../ingest/loader-context.ts';
import { setAside } from '../ingest/stage-files.ts';
import { stageOptionsOf } from '../ingest/stage-options.ts';
import type { Commit, CommitReport, Portion, Warehouse } from '../warehouse/warehouse.ts';
import { type Aside, nothingAside } from './aside.ts';
import { leaveWaiting } from './leave-waiting.ts';
import { OVER_BUDGET } from './refusal.ts';
import { type Culprit, type Sifted, sift } from './sift.ts';

/**
 * A context that loads all but what the warehouse refuses: of that the ledger and quarantine tell, and the log names it. What
 * would read more than a commit may waits for the next sweep.
 */
export function settingAside(
  context: LoaderContext,
  signal?: AbortSignal,
): { readonly context: LoaderContext; readonly aside: Aside } {
  const { warehouse } = context;
  const aside = nothingAside();
  const commit = (work: Commit, clock: Clock) => commitRest(context, work, clock, aside, signal);
  const rest: LoaderContext = {
    ...context,
    warehouse: new Proxy(warehouse, {
      get(target, name) {
        if (name === 'commit') return commit;
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    }),
  };
  return { context: rest, aside };
}

async function commitRest(
  context: LoaderContext,
  work: Commit,
  clock: Clock,
  aside: Aside,
  signal?: AbortSignal,
): Promise<CommitReport> {
  const { warehouse } = context;
  const { feed: _, ...gathered } = { ...work, ...(await gather(work)) };
  const { report, culprits, tooDear, untried } = await siftOrLeave(warehouse, gathered, clock, signal);
  const left = [...tooDear, ...untried];
  if (left.length > 0) await leaveWaiting(left, context);
  const objects = new Set(left.map(({ object }) => object));
  aside.waiting.push(...left);
  aside.left.push(...gathered.batches.filter(({ object }) => objects.has(object)));
  if (culprits.length === 0) return report;
  const { dataVersion } = await quarantine(context, culprits, work.runStartedAt);
  aside.refused.push(...culprits.map(({ batch }) => batch));
  return { ...report, dataVersion };
}

/** Where no part of it may be read, all of it waits: a sweep goes on to what else there is. */
async function siftOrLeave(
  warehouse: Warehouse,
  work: Omit<Commit, 'feed'> & Required<Portion>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Sifted> {
  try {
    return await sift(warehouse, work, clock, signal);
  } catch (error) {
    const left = [...work.unchanged, ...work.batches];
    if (!(error instanceof EarshotError) || error.code !== OVER_BUDGET || left.length === 0) throw error;
    const report = { dataVersion: await warehouse.version(), objects: 0, sessions: 0 };
    return { report, culprits: [], tooDear: left, untried: [] };
  }
}

/** What was fed once can't be asked for again. */
async function gather(work: Commit): Promise<Required<Portion>> {
  const batches = [...(work.batches ?? [])];
  const unchanged = [...(work.unchanged ?? [])];
  const never = new AbortController().signal;
  for (let next = await work.feed?.next(never); next; next = await work.feed?.next(never)) {
    batches.push(...(next.batches ?? []));
    unchanged.push(...(next.unchanged ?? []));
  }
  return { batches, unchanged };
}

/** Their objects are staged as ones of which nothing can be used. */
async function quarantine(
  { warehouse, config, clock, log }: LoaderContext,
  culprits: readonly Culprit[],
  runStartedAt?: string,
): Promise<CommitReport> {
  const options = { ...stageOptionsOf(config), keeping: await warehouse.keeping() };
  const batches: StagedBatch[] = [];
  for (const { batch, reason, detail } of culprits) {
    const { object, generation, sizeBytes, seenAt } = batch;
    const task = { object, generation, sizeBytes, seenAt, source: new Uint8Array() };
    const fault = { reason: 'not_loadable', detail } as const;
    batches.push(await setAside(task, `${config.stagedDir}-aside`, options, fault));
    log.warn('object set aside: the warehouse refuses it', { object, generation, reason });
  }
  try {
    return await warehouse.commit({ batches, ...(runStartedAt && { runStartedAt }) }, clock);
  } finally {
    rmSync(`${config.stagedDir}-aside`, { recursive: true, force: true });
  }
}
