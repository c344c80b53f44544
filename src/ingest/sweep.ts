import pMap from 'p-map';
import { faultPoint } from '../base/fault.ts';
import type { Store } from '../store/store.ts';
import type { Loader } from './loader.ts';
import { planSweep, type Selection } from './plan.ts';
import type { IngestProgress, IngestReport } from './report.ts';
import { writeReport } from './report-file.ts';
import { Tally } from './tally.ts';

/** The listing takes its time: what an event has loaded meanwhile is there again. */
async function stillGone(store: Store, gone: readonly string[]): Promise<string[]> {
  const found = await pMap(gone, (object) => store.find(object), { concurrency: 32 });
  return gone.filter((_, index) => found[index] === undefined);
}

export interface Sweep {
  /** Only these objects of the bucket; all by default. */
  readonly selection?: Selection;
  /** Nobody loads after this run. */
  readonly isLast?: boolean;
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Ends the run after the objects in hand: what was read is committed, the rest waits. */
  readonly signal?: AbortSignal;
}

/**
 * List, subtract the ledger, stage and commit the rest. Running it again changes nothing.
 * @throws EarshotError when bucket, stage folder or warehouse fail; batches committed before stay.
 */
export async function sweep(loader: Loader, run: Sweep = {}): Promise<IngestReport> {
  const { store, warehouse, config, clock } = loader.context;
  const startedAt = clock.now().toISOString();
  const plan = await planSweep(store, warehouse, startedAt, run.selection);
  faultPoint('listed');
  if (plan.fresh.length + plan.gone.length > 0) {
    await warehouse.commit({ waiting: plan.fresh, gone: await stillGone(store, plan.gone) }, clock);
    faultPoint('waiting_marked');
  }
  const { tally, waiting } =
    plan.fresh.length === 0
      ? { tally: new Tally(), waiting: [] }
      : await loader.load({ ...run, seen: plan.fresh, lastRead: plan.lastRead, runStartedAt: startedAt });
  const { redactions, ...sums } = tally;
  const report = {
    startedAt,
    finishedAt: clock.now().toISOString(),
    bucket: store.label,
    objectsSeen: plan.objectsSeen,
    objectsSkipped: plan.objectsSkipped,
    leftOut: plan.leftOut,
    objectsGone: plan.gone.length,
    objectsWaiting: waiting,
    ...sums,
    redactions,
    interrupted: run.signal?.aborted ?? false,
  };
  const reportFile = await writeReport(config.etlDir, report);
  faultPoint('report_written');
  return { ...report, reportFile };
}
