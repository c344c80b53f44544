import type { OutcomeCode, Session } from '../contract/fields.ts';
import type { Arrival } from './arrivals.ts';
import { Call } from './call/call.ts';
import { conduct } from './call/conduct.ts';
import { outcomeOf } from './call/facts.ts';
import { callsAgainAt } from './calling-back.ts';
import { Rng } from './rng.ts';
import { sessionOf } from './session.ts';
import type { World } from './world/world.ts';

const PURPOSE_CALL = 0x43414c4c;

export interface TakenCall {
  readonly arrival: Arrival;
  /** The call as it went, with all that the log does not tell. */
  readonly call: Call;
  readonly session: Session;
  readonly outcome: OutcomeCode;
  readonly endMs: number;
  /** When the caller tries again, null when not. */
  readonly againMs: number | null;
}

/** One arrival, from dialling to the written session. */
export function takeCall(world: World, arrival: Arrival): TakenCall {
  const { index, startMs, need, person } = arrival;
  const { lines, mainLine } = world.scenario;
  const rng = new Rng(world.seed, PURPOSE_CALL, index);
  const line = lines[need.topic.type];
  const entryPoint = line !== undefined && rng.chance(line.share) ? line.name : mainLine;
  const call = new Call({ world, rng, startMs, need, person, dedicatedLine: entryPoint !== mainLine });
  conduct(call);
  const session = sessionOf(arrival, call, entryPoint);
  const endMs = call.tape.nowMs;
  const againMs = callsAgainAt(world, rng, need, call.facts, endMs);
  return { arrival, call, session, outcome: outcomeOf(call.facts), endMs, againMs };
}
