import { rmSync } from 'node:fs';
import type { Clock } from '../base/clock.ts';
import type { ObjectCounts, StagedBatch } from '../contract/batch.ts';
import type { LoaderContext } from '../ingest/loader-context.ts';
import { setAside } from '../ingest/stage-files.ts';
import { stageOptionsOf } from '../ingest/stage-options.ts';
import type { Commit, CommitReport, Portion } from '../warehouse/warehouse.ts';
import { type Culprit, sift } from './sift.ts';

export interface SettingAside {
  readonly context: LoaderContext;
  /** Batches that were refused so far, as they had been staged. */
  readonly aside: readonly StagedBatch[];
}

/** A context that loads all but what the warehouse refuses: of that the ledger and quarantine tell, and the log names it. */
export function settingAside(context: LoaderContext): SettingAside {
  const { warehouse } = context;
  const aside: StagedBatch[] = [];
  const commit = (work: Commit, clock: Clock) => commitRest(context, work, clock, aside);
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

/** What a run's sums really come to: a batch that was set aside is one record in quarantine, whatever it held. */
export function lessAside<Sums extends Pick<ObjectCounts, 'sessions' | 'records' | 'quarantined'>>(
  sums: Sums,
  aside: readonly StagedBatch[],
): Sums {
  const held = (count: (counts: ObjectCounts) => number) =>
    aside.reduce((total, { counts }) => total + count(counts), 0);
  return {
    ...sums,
    sessions: sums.sessions - held(({ sessions }) => sessions),
    records: sums.records - held(({ records }) => records) + aside.length,
    quarantined: sums.quarantined - held(({ quarantined }) => quarantined) + aside.length,
  };
}

async function commitRest(
  context: LoaderContext,
  work: Commit,
  clock: Clock,
  aside: StagedBatch[],
): Promise<CommitReport> {
  const { feed: _, ...gathered } = { ...work, ...(await gather(work)) };
  const { report, culprits } = await sift(context.warehouse, gathered, clock);
  if (culprits.length === 0) return report;
  const { runStartedAt } = work;
  const { dataVersion } = await quarantine(context, culprits, runStartedAt);
  aside.push(...culprits.map(({ batch }) => batch));
  return { ...report, dataVersion };
}

/** What was fed once can't be asked for again. */
async function gather(work: Commit): Promise<Portion> {
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
