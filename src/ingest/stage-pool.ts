import { setFlagsFromString } from 'node:v8';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Config } from '../base/config.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Keeping } from '../contract/keeping.ts';
import { ownBytes } from './own-bytes.ts';
import type { Fault } from './read-json.ts';

import { feed } from './stage-feed.ts';
import { type StageTask, setAside, stageToFiles } from './stage-files.ts';
import { type StageOptions, stageOptionsOf } from './stage-options.ts';
import { begin, type WorkerTask } from './stage-worker.ts';

export type StagePoolOptions = StageOptions & Pick<Config, 'workers' | 'stagedDir'>;

/** Stages objects side by side. */
export interface StagePool {
  /**
   * Stages one object; its bytes are handed over and must not be used afterwards.
   * @throws EarshotError `stage_failed` when the staged files cannot be written or a worker dies; what a source throws.
   */
  stage(task: StageTask, keeping: Keeping): Promise<StagedBatch>;
  /** Lets the workers begin before there is a file; they end again when none comes. */
  warm(): void;
  close(): Promise<void>;
}

/**
 * A worker holds the bytes in hand outside of its heap; inside one record, or all of an object of some MB, and the ids of its sessions. The space for
 * new values is two halves of 8 MiB and as much again: with four times that they grow over a million sessions, for nothing.
 */
const WORKER_LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 };
/**
 * The halves at their full size from the start: V8 lets them grow only when many values last, and of a session nearly nothing does, so
 * workers would clear a megabyte hundreds of times. It holds for threads that begin from then on; an unknown flag is passed over.
 */
const WORKER_YOUNG_SPACE = '--min-semi-space-size=8';
const IDLE_MS = 10_000;

/** Worker threads, or none: with `workers` 0, and when it runs from its TypeScript sources, staging happens in this thread. */
export function createStagePool(options: StagePoolOptions): StagePool {
  const stageOptions = stageOptionsOf(options);
  if (options.workers === 0 || import.meta.url.endsWith('.ts'))
    return inProcess(options.stagedDir, stageOptions);
  setFlagsFromString(WORKER_YOUNG_SPACE);
  const pool: Pool = new Piscina({
    filename: new URL('./stage-thread.cjs', import.meta.url).href,
    minThreads: 0,
    maxThreads: options.workers,
    idleTimeout: IDLE_MS,
    resourceLimits: WORKER_LIMITS,
  });
  return {
    stage: (task, keeping) => {
      const kept = { ...stageOptions, keeping };
      return runInWorker(pool, task, options.stagedDir, kept).catch((cause) => {
        if (systemCode(cause) !== 'ERR_WORKER_OUT_OF_MEMORY') return fail(task, cause);
        return setAside(task, options.stagedDir, kept, OUT_OF_MEMORY);
      });
    },
    warm: () => {
      // One that can't begin is met by the first file.
      for (let worker = 0; worker < options.workers; worker++)
        pool.run(undefined, { name: begin.name }).catch(() => undefined);
    },
    close: () => pool.destroy(),
  };
}

const OUT_OF_MEMORY: Fault = {
  reason: 'out_of_memory',
  detail: 'Reading the object took more memory than a worker has.',
};

type Pool = Piscina<WorkerTask | undefined, StagedBatch>;

/** Bytes are handed over to the worker; a stream is read here, where the bucket is open, and fed to it. */
async function runInWorker(
  pool: Pool,
  { source, ...seen }: StageTask,
  stagedDir: string,
  options: StageOptions,
): Promise<StagedBatch> {
  if (source instanceof Uint8Array) {
    const bytes = ownBytes(source);
    return pool.run({ seen, source: bytes, stagedDir, options }, { transferList: [bytes.buffer] });
  }
  const { port1, port2 } = new MessageChannel();
  try {
    const staged = pool.run({ seen, source: port2, stagedDir, options }, { transferList: [port2] });
    // The source's own error says more than that of the worker that it left waiting.
    await Promise.all([feed(source, port1), staged.catch(() => undefined)]);
    return await staged;
  } finally {
    port1.close();
  }
}

function inProcess(stagedDir: string, options: StageOptions): StagePool {
  return {
    stage: (task, keeping) =>
      stageToFiles(task, stagedDir, { ...options, keeping }).catch((cause) => fail(task, cause)),
    warm: () => {},
    close: async () => {},
  };
}

function fail(task: StageTask, cause: unknown): never {
  // What the bucket says of the object.
  if (cause instanceof EarshotError) throw cause;
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
