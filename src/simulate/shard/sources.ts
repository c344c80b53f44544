import type { World } from '../world/world.ts';
import type { Chunk } from './chunk.ts';
import { type Besides, chunksOf } from './produce.ts';
import { SHARDS } from './shards.ts';

/** Where the merge gets its chunks from: this thread, or others. */
export interface ChunkSource {
  /** The next chunk of a shard, null after its last. */
  next(shard: number): Promise<Chunk | null>;
  close(): Promise<void>;
}

export function localSource(world: World, besides: Besides): ChunkSource {
  const shards = Array.from({ length: SHARDS }, (_, shard) => chunksOf(world, shard, besides));
  return {
    next: async (shard) => shards[shard]?.next().value ?? null,
    close: async () => {},
  };
}
