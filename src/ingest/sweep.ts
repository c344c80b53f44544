import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { EarshotError, messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Store } from '../store/store.ts';
import type { SeenObject, Warehouse } from '../warehouse/warehouse.ts';
import { Committer } from './committer.ts';
import { planSweep, type SweepPlan } from './plan.ts';
import type { IngestProgress, IngestReport } from './report.ts';
import { writeReport } from './report-file.ts';
import { removeAllStaged } from './stage-files.ts';
import { createStagePool, type StagePool } from './stage-pool.ts';
import { Tally } from './tally.ts';

export interface SweepContext {
  readonly store: Store;
  readonly warehouse: Warehouse;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Ends the run after the objects in hand: what was read is committed, the rest waits. */
  readonly signal?: AbortSignal;
}

type Waiting = IngestReport['objectsWaiting'][number];

/**
 * List, subtract the ledger, stage and commit the rest. Running it again changes nothing.
 * @throws EarshotError when bucket, stage folder or warehouse fail; batches committed before stay.
 */
export async function sweep(context: SweepContext): Promise<IngestReport> {
  const startedAt = context.clock.now().toISOString();
  const plan = await planSweep(context.store, context.warehouse, startedAt);
  if (plan.fresh.length + plan.gone.length > 0) {
    await context.warehouse.commit({ waiting: plan.fresh, gone: plan.gone }, context.clock);
  }
  const tally = new Tally();
  const waiting = plan.fresh.length > 0 ? await stageAndCommit(context, plan, tally) : [];
  const { redactions, ...sums } = tally;
  const report = {
    startedAt,
    finishedAt: context.clock.now().toISOString(),
    bucket: context.store.label,
    objectsSeen: plan.objectsSeen,
    objectsGone: plan.gone.length,
    objectsWaiting: waiting,
    ...sums,
    redactions,
    interrupted: context.signal?.aborted ?? false,
  };
  return { ...report, reportFile: await writeReport(context.config.etlDir, report) };
}

async function stageAndCommit(context: SweepContext, plan: SweepPlan, tally: Tally): Promise<Waiting[]> {
  // What a run that was killed left behind is staged anew.
  removeAllStaged(context.config.etlDir);
  const pool = createStagePool(context.config);
  const committer = new Committer(context.warehouse, context.clock, tally);
  const waiting: Waiting[] = [];
  try {
    const queue = plan.fresh[Symbol.iterator]();
    const progress = progressOf(context, plan.fresh.length);
    const lane = async () => {
      for (const seen of queue) {
        if (context.signal?.aborted) return;
        const refused = await stageOne(
          context,
          pool,
          committer,
          seen,
          plan.lastRead.get(seen.object),
          progress,
        );
        if (refused) waiting.push(refused);
      }
    };
    // One object more than there are workers, so that none of them waits for a read.
    await Promise.all(Array.from({ length: Math.max(1, context.config.workers) + 1 }, lane));
    await committer.finish();
  } finally {
    await pool.close();
  }
  return waiting;
}

/** Null when the object was staged; else why it waits for the next run. */
async function stageOne(
  context: SweepContext,
  pool: StagePool,
  committer: Committer,
  seen: SeenObject,
  lastSha256: string | undefined,
  progress: (sessions: number, bytes: number) => void,
): Promise<Waiting | null> {
  let batch: StagedBatch;
  try {
    batch = await pool.stage({ ...seen, bytes: await context.store.read(seen) });
  } catch (error) {
    if (!(error instanceof EarshotError) || !isOfThisObjectAlone(error)) throw error;
    context.log.warn('object waits for the next run', { object: seen.object, reason: error.code });
    progress(0, 0);
    return { object: seen.object, reason: `${error.code}: ${messageOf(error)}` };
  }
  if (batch.sha256 === lastSha256) await committer.addUnchanged(seen, batch);
  else await committer.add(batch);
  progress(batch.counts.sessions, batch.sizeBytes);
  return null;
}

/** A full disk or a lost permission of the stage folder meets every object: then the run ends instead. */
function isOfThisObjectAlone({ code, facts }: EarshotError): boolean {
  return code !== 'stage_failed' || facts.code === null || String(facts.code).startsWith('ERR_');
}

function progressOf(context: SweepContext, objects: number): (sessions: number, bytes: number) => void {
  const state = { done: 0, sessions: 0, bytes: 0 };
  return (sessions, bytes) => {
    state.done += 1;
    state.sessions += sessions;
    state.bytes += bytes;
    context.onProgress?.({ ...state, objects });
  };
}
