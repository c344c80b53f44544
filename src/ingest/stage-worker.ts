import type { MessagePort } from 'node:worker_threads';
import type { StagedBatch } from '../contract/batch.ts';
import { fed } from './stage-feed.ts';
import { type StageTask, stageToFiles } from './stage-files.ts';
import type { StageOptions } from './stage-options.ts';

/** What crosses to a worker thread: data only. A large object's bytes come through a port. */
export interface WorkerTask {
  readonly seen: Omit<StageTask, 'source'>;
  readonly source: Uint8Array | MessagePort;
  readonly stagedDir: string;
  readonly options: StageOptions;
}

export default function stageInWorker({
  seen,
  source,
  stagedDir,
  options,
}: WorkerTask): Promise<StagedBatch> {
  const task = { ...seen, source: source instanceof Uint8Array ? source : fed(source) };
  return stageToFiles(task, stagedDir, options);
}
