import type { StagedBatch } from '../contract/batch.ts';
import type { StageOptions } from './stage.ts';
import { type StageTask, stageToFiles } from './stage-files.ts';

/** What crosses to a worker thread: data only. */
export interface WorkerTask {
  readonly task: StageTask;
  readonly etlDir: string;
  readonly options: StageOptions;
}

export default function stageInWorker({ task, etlDir, options }: WorkerTask): StagedBatch {
  return stageToFiles(task, etlDir, options);
}
