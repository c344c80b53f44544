import { Arrivals } from '../arrivals.ts';
import type { RecordBreak } from '../dirty/breaks.ts';
import { writeRecord } from '../dirty/record.ts';
import { type TakenCall, takeCall } from '../take-call.ts';
import { truthLine } from '../truth.ts';
import { type Slot, sessionsByDay, slotsOf } from '../volume.ts';
import type { World } from '../world/world.ts';
import { type Chunk, ChunkBuilder, type Piece } from './chunk.ts';
import { SHARDS } from './shards.ts';

/** Enough that crossing to another thread costs little, few enough that many wait in little memory. */
const CHUNK_SESSIONS = 128;

/** What is made beside the sessions. */
export interface Besides {
  readonly truth: boolean;
  /** Per million of records that are broken on purpose. */
  readonly dirtyPerMillion: number;
}

/** All chunks of one shard, in order. */
export function* chunksOf(world: World, shard: number, besides: Besides): Generator<Chunk> {
  const builder = new ChunkBuilder(world);
  for (const taken of callsOf(world, shard)) {
    const { text, broken } = writeRecord(world, taken, besides.dirtyPerMillion);
    builder.add(text, pieceOf(taken, broken, besides));
    if (builder.size === CHUNK_SESSIONS) yield builder.take();
  }
  if (builder.size > 0) yield builder.take();
}

function pieceOf(taken: TakenCall, broken: RecordBreak | null, { truth }: Besides): Piece {
  const { session, arrival, outcome } = taken;
  return {
    sessionId: session.session_id,
    startMs: arrival.startMs,
    outcome,
    topicName: session.topic_name,
    turns: session.conversation.length,
    truth: truth ? truthLine(taken) : null,
    broken,
  };
}

function* callsOf(world: World, shard: number): Generator<TakenCall> {
  const arrivals = new Arrivals(world, shard);
  for (const arrival of arrivals.over(slots(world, shard))) {
    const taken = takeCall(world, arrival);
    arrivals.ended(arrival.person, taken.endMs);
    if (taken.againMs !== null) arrivals.callAgain(arrival.need, taken.againMs);
    yield taken;
  }
}

/** Each session of a day belongs to the shard of its number. */
function* slots(world: World, shard: number): Generator<Slot> {
  for (const { day, sessions, before } of sessionsByDay(world)) {
    yield* slotsOf(world, day, numbered(before + sessions, shard) - numbered(before, shard), shard + 1);
  }
}

/** How many of the numbers below `end` are the shard's. */
const numbered = (end: number, shard: number): number => Math.ceil(Math.max(0, end - shard) / SHARDS);
