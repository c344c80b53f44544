import { parentPort, workerData } from 'node:worker_threads';
import { worldOf } from '../world/world.ts';
import { chunksOf } from './produce.ts';
import type { WorkerChunk, WorkerJob } from './worker-source.ts';

// One thread's part of a run: a chunk for every number of a shard that comes in, null after its last.
const { scenario, span, options, besides, shards }: WorkerJob = workerData;
const world = worldOf(scenario, span, options);
const made = new Map(shards.map((shard) => [shard, chunksOf(world, shard, besides)]));

parentPort?.on('message', (shard: number) => {
  const chunk = made.get(shard)?.next().value ?? null;
  const told: WorkerChunk = { shard, chunk };
  const moved = chunk === null ? [] : [chunk.bytes.buffer, chunk.ends.buffer, chunk.starts.buffer];
  parentPort?.postMessage(told, moved);
});
