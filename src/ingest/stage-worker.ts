import { setFlagsFromString } from 'node:v8';
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

// Each worker compiles the same functions, a fifth of what it does for the first 50,000 sessions. With half of what V8 inlines by default
// that is a quarter less, and what is compiled is as quick. It changes what is compiled when, nothing else; an unknown flag is passed over.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=400');

/** A worker that answers this has read its program, which takes longer than most files do. */
export function begin(): void {}

export default function stageInWorker({
  seen,
  source,
  stagedDir,
  options,
}: WorkerTask): Promise<StagedBatch> {
  const task = { ...seen, source: source instanceof Uint8Array ? source : fed(source) };
  return stageToFiles(task, stagedDir, options);
}
