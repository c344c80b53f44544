import { OUTCOME_CODES, type OutcomeCode } from '../../contract/fields.ts';
import type { RecordBreak } from '../dirty/breaks.ts';
import type { World } from '../world/world.ts';

/** What else is told of a call beside its session. */
export interface Extras {
  /** A line of what truly happened. */
  readonly truth: string | null;
  /** How the record was broken on purpose. */
  readonly broken: RecordBreak | null;
}

/** A session as it goes into a file, with what the log and the merge want to know. */
export interface Piece extends Extras {
  readonly sessionId: string;
  readonly startMs: number;
  readonly outcome: OutcomeCode;
  readonly topicName: string | null;
  readonly turns: number;
}

/** Sessions of one shard in order; made of few large arrays, so that it crosses to another thread in no time. */
export interface Chunk {
  /** Their JSON, one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly starts: Float64Array<ArrayBuffer>;
  readonly outcomes: Uint8Array<ArrayBuffer>;
  /** Place in the scenario's topics plus one; 0 for none. */
  readonly topics: Uint16Array<ArrayBuffer>;
  readonly turns: Uint16Array<ArrayBuffer>;
  readonly ids: readonly string[];
  /** Null when nobody asked for them. */
  readonly extras: readonly Extras[] | null;
}

const CODES = Object.keys(OUTCOME_CODES) as OutcomeCode[];

const FIRST_BYTES = 1 << 20;
/** UTF-8 takes at most three bytes for what takes one place in a string. */
const MOST_BYTES_PER_UNIT = 3;

/** Gathers sessions. Each becomes bytes at once: as texts they would live long enough to burden the collector. */
export class ChunkBuilder {
  private readonly world: World;
  private scratch = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private length = 0;
  private ends: number[] = [];
  private pieces: Piece[] = [];

  constructor(world: World) {
    this.world = world;
  }

  get size(): number {
    return this.pieces.length;
  }

  add(text: string, piece: Piece): void {
    const most = this.length + text.length * MOST_BYTES_PER_UNIT;
    if (most > this.scratch.length) this.scratch = Buffer.concat([this.scratch], most * 2);
    this.length += this.scratch.write(text, this.length);
    this.ends.push(this.length);
    this.pieces.push(piece);
  }

  take(): Chunk {
    const { pieces } = this;
    const names = topicNames(this.world);
    const chunk = {
      bytes: new Uint8Array(this.scratch.subarray(0, this.length)),
      ends: Uint32Array.from(this.ends),
      starts: Float64Array.from(pieces, (piece) => piece.startMs),
      outcomes: Uint8Array.from(pieces, (piece) => CODES.indexOf(piece.outcome)),
      topics: Uint16Array.from(pieces, (piece) =>
        piece.topicName === null ? 0 : names.indexOf(piece.topicName) + 1,
      ),
      turns: Uint16Array.from(pieces, (piece) => piece.turns),
      ids: pieces.map((piece) => piece.sessionId),
      extras: pieces.some((piece) => piece.truth !== null || piece.broken !== null)
        ? pieces.map(({ truth, broken }) => ({ truth, broken }))
        : null,
    };
    this.length = 0;
    this.ends = [];
    this.pieces = [];
    return chunk;
  }
}

const NO_EXTRAS: Extras = { truth: null, broken: null };

/** The session at a place of a chunk. */
export function pieceAt(world: World, chunk: Chunk, at: number): Piece {
  return {
    sessionId: chunk.ids[at] ?? '',
    startMs: chunk.starts[at] ?? 0,
    outcome: CODES[chunk.outcomes[at] ?? 0] ?? 'ABN_GREETING',
    topicName: topicNames(world)[(chunk.topics[at] ?? 0) - 1] ?? null,
    turns: chunk.turns[at] ?? 0,
    ...(chunk.extras?.[at] ?? NO_EXTRAS),
  };
}

export function bytesAt(chunk: Chunk, at: number): Uint8Array {
  return chunk.bytes.subarray(chunk.ends[at - 1] ?? 0, chunk.ends[at]);
}

const namesOf = new WeakMap<World, readonly string[]>();

function topicNames(world: World): readonly string[] {
  const known = namesOf.get(world);
  if (known) return known;
  const names = [...world.topics.values()].map((topic) => topic.name);
  namesOf.set(world, names);
  return names;
}
