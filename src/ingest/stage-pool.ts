import { Piscina } from 'piscina';
import type { Config } from '../base/config.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Keeping } from '../contract/keeping.ts';
import { type StageTask, stageToFiles } from './stage-files.ts';
import { type StageOptions, stageOptionsOf } from './stage-options.ts';
import type { WorkerTask } from './stage-worker.ts';

export type StagePoolOptions = StageOptions & Pick<Config, 'workers' | 'etlDir'>;

/** Stages objects side by side. */
export interface StagePool {
  /**
   * Stages one object; its bytes are handed over and must not be used afterwards.
   * @throws EarshotError `stage_failed` when the staged files cannot be written or a worker dies.
   */
  stage(task: StageTask, keeping: Keeping): Promise<StagedBatch>;
  close(): Promise<void>;
}

/** A worker holds an object's bytes outside of its heap, and one record at a time inside. */
const WORKER_LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 96 };
const IDLE_MS = 10_000;

/** Worker threads, or none: with `workers` 0, and when it runs from its TypeScript sources, staging happens in this thread. */
export function createStagePool(options: StagePoolOptions): StagePool {
  const stageOptions = stageOptionsOf(options);
  if (options.workers === 0 || import.meta.url.endsWith('.ts'))
    return inProcess(options.etlDir, stageOptions);
  const pool = new Piscina<WorkerTask, StagedBatch>({
    filename: new URL('./stage-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: options.workers,
    idleTimeout: IDLE_MS,
    resourceLimits: WORKER_LIMITS,
  });
  return {
    stage: async (task, keeping) => {
      const owned = { ...task, bytes: ownBytes(task.bytes) };
      const work: WorkerTask = { task: owned, etlDir: options.etlDir, options: { ...stageOptions, keeping } };
      return pool.run(work, { transferList: [owned.bytes.buffer] }).catch((cause) => fail(task, cause));
    },
    close: () => pool.destroy(),
  };
}

function inProcess(etlDir: string, options: StageOptions): StagePool {
  return {
    stage: async (task, keeping) => {
      try {
        return stageToFiles(task, etlDir, { ...options, keeping });
      } catch (cause) {
        return fail(task, cause);
      }
    },
    close: async () => {},
  };
}

/** Bytes in a buffer of their own: a slice of a shared one must not be transferred. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
  return isOwn ? new Uint8Array(buffer) : new Uint8Array(bytes);
}

function fail(task: StageTask, cause: unknown): never {
  throw new EarshotError(
    'environment',
    'stage_failed',
    `${task.object} was not staged: ${messageOf(cause)}`,
    {
      hint: 'Nothing of it was loaded. Make room or give access where the message says so, then run `earshot ingest` again.',
      facts: { object: task.object, generation: task.generation, code: codeOf(cause) },
      cause,
    },
  );
}

/** An error that crossed from a worker has lost its code, but not its message. */
function codeOf(cause: unknown): string | null {
  return systemCode(cause) ?? /^(E[A-Z]{3,}):/.exec(messageOf(cause))?.[1] ?? null;
}
