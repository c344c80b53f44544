import { Worker } from 'node:worker_threads';
import type { Span } from '../options.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { World, WorldOptions } from '../world/world.ts';
import type { Chunk } from './chunk.ts';
import type { Besides } from './produce.ts';
import { SHARDS } from './shards.ts';
import { type ChunkSource, localSource } from './sources.ts';

/** What a worker thread is given. */
export interface WorkerJob {
  readonly scenario: Scenario;
  readonly span: Span;
  readonly options: WorldOptions;
  readonly besides: Besides;
  readonly shards: readonly number[];
}
/** What it tells. */
export interface WorkerChunk {
  readonly shard: number;
  readonly chunk: Chunk | null;
}

/** Chunks of a shard that are made before anybody asks. */
const AHEAD = 3;
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 };

interface Lane {
  readonly ready: (Chunk | null)[];
  waiting: { resolve(chunk: Chunk | null): void; reject(error: unknown): void } | null;
}

/**
 * Makes chunks in this thread and in others, each with shards of its own; this one would only wait otherwise. A worker that
 * dies fails whoever waits for it.
 */
export class WorkerSource implements ChunkSource {
  private readonly lanes: readonly Lane[] = Array.from({ length: SHARDS }, () => ({
    ready: [],
    waiting: null,
  }));
  private readonly workers: readonly Worker[];
  private readonly here: ChunkSource;
  private readonly threads: number;
  private failure: { readonly error: unknown } | null = null;

  /** @param threads how many in all, this one included: at least 2 */
  constructor(threads: number, world: World, besides: Besides) {
    const { scenario, span, seed, mark, sessions } = world;
    const job = { scenario, span, options: { seed, mark, sessions }, besides };
    this.here = localSource(world, besides);
    this.threads = Math.min(threads, SHARDS);
    this.workers = Array.from({ length: this.threads - 1 }, (_, number) => this.start(number + 1, job));
    for (let ahead = 0; ahead < AHEAD; ahead++) {
      for (let shard = 0; shard < SHARDS; shard++) this.order(shard);
    }
  }

  next(shard: number): Promise<Chunk | null> {
    if (shard % this.threads === 0) return this.here.next(shard);
    const lane = this.lanes[shard];
    if (lane === undefined || this.failure) return Promise.reject(this.failure?.error);
    const ready = lane.ready.shift();
    if (ready !== undefined) {
      if (ready !== null) this.order(shard);
      return Promise.resolve(ready);
    }
    return new Promise((resolve, reject) => {
      lane.waiting = { resolve, reject };
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private start(number: number, job: Omit<WorkerJob, 'shards'>): Worker {
    const all = Array.from({ length: SHARDS }, (_, shard) => shard);
    const shards = all.filter((shard) => shard % this.threads === number);
    const workerData: WorkerJob = { ...job, shards };
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData,
      resourceLimits: LIMITS,
    });
    worker.on('message', (told: WorkerChunk) => this.deliver(told));
    worker.on('error', (error) => this.fail(error));
    return worker;
  }

  private order(shard: number): void {
    this.workers[(shard % this.threads) - 1]?.postMessage(shard);
  }

  private deliver({ shard, chunk }: WorkerChunk): void {
    const lane = this.lanes[shard];
    const waiting = lane?.waiting;
    if (lane === undefined) return;
    if (!waiting) {
      lane.ready.push(chunk);
      return;
    }
    lane.waiting = null;
    if (chunk !== null) this.order(shard);
    waiting.resolve(chunk);
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    for (const lane of this.lanes) lane.waiting?.reject(error);
  }
}
