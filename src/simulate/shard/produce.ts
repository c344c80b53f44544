import { Arrivals } from '../arrivals.ts';
import { writeRecord } from '../dirty/record.ts';
import { type TakenCall, takeCall } from '../take-call.ts';
import { truthLine } from '../truth.ts';
import { type Slot, sessionsByDay, slotsOf } from '../volume.ts';
import type { World } from '../world/world.ts';
import { type Chunk, chunkOf, type Piece } from './chunk.ts';
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
  let texts: string[] = [];
  let pieces: Piece[] = [];
  for (const taken of callsOf(world, shard)) {
    const { text, broken } = writeRecord(world, taken, besides.dirtyPerMillion);
    texts.push(text);
    pieces.push({
      sessionId: taken.session.session_id,
      startMs: taken.arrival.startMs,
      outcome: taken.outcome,
      topicName: taken.session.topic_name,
      turns: taken.session.conversation.length,
      truth: besides.truth ? truthLine(taken) : null,
      broken,
    });
    if (texts.length === CHUNK_SESSIONS) {
      yield chunkOf(world, texts, pieces);
      [texts, pieces] = [[], []];
    }
  }
  if (texts.length > 0) yield chunkOf(world, texts, pieces);
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
