import type { World } from '../world/world.ts';
import { bytesAt, type Chunk, type Piece, pieceAt } from './chunk.ts';
import { SHARDS } from './shards.ts';
import type { ChunkSource } from './sources.ts';

interface Head {
  readonly chunk: Chunk;
  at: number;
  startMs: number;
}

export interface MergedPiece {
  readonly piece: Piece;
  readonly bytes: Uint8Array;
}

/** The shards' sessions in the order of their starts; of equal ones the lower shard's is first. */
export class Merge {
  private readonly world: World;
  private readonly source: ChunkSource;
  private readonly heads: (Head | null)[] = [];

  constructor(world: World, source: ChunkSource) {
    this.world = world;
    this.source = source;
  }

  async *inOrder(): AsyncGenerator<readonly MergedPiece[]> {
    for (let shard = 0; shard < SHARDS; shard++) this.heads[shard] = await this.nextHead(shard);
    for (;;) {
      const { run, emptied } = this.takeRun();
      if (run.length > 0) yield run;
      if (emptied === null) return;
      this.heads[emptied] = await this.nextHead(emptied);
    }
  }

  /** All that can be told without another chunk, and the shard that needs one; null when all have ended. */
  private takeRun(): { readonly run: MergedPiece[]; readonly emptied: number | null } {
    const run: MergedPiece[] = [];
    for (;;) {
      const shard = this.earliest();
      const head = shard === null ? null : this.heads[shard];
      if (shard === null || !head) return { run, emptied: null };
      const { chunk, at } = head;
      run.push({ piece: pieceAt(this.world, chunk, at), bytes: bytesAt(chunk, at) });
      head.at++;
      const startMs = chunk.starts[head.at];
      if (startMs === undefined) return { run, emptied: shard };
      head.startMs = startMs;
    }
  }

  private earliest(): number | null {
    let earliest: number | null = null;
    let leastMs = Number.POSITIVE_INFINITY;
    this.heads.forEach((head, shard) => {
      if (head === null || head.startMs >= leastMs) return;
      leastMs = head.startMs;
      earliest = shard;
    });
    return earliest;
  }

  private async nextHead(shard: number): Promise<Head | null> {
    const chunk = await this.source.next(shard);
    return chunk === null ? null : { chunk, at: 0, startMs: chunk.starts[0] ?? 0 };
  }
}
