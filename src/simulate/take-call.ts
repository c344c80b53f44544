import type { OutcomeCode, Session } from '../contract/fields.ts';
import type { Arrival } from './arrivals.ts';
import { dayOf, MS_PER_DAY } from './calendar.ts';
import { Call } from './call/call.ts';
import { conduct } from './call/conduct.ts';
import { outcomeOf } from './call/facts.ts';
import { callsAgainAt } from './calling-back.ts';
import { LINES, MAIN_LINE } from './data/customers.ts';
import { RELEASES, type Release } from './data/releases.ts';
import { Rng } from './rng.ts';
import { sessionOf } from './session.ts';
import { loadAt } from './volume.ts';

const PURPOSE_CALL = 0x43414c4c;

const SERVICE_DAYS = RELEASES.map((release) => ({ release, day: dayOf(release.since) ?? 0 }));

function releaseOn(day: number): Release {
  const newest = SERVICE_DAYS.findLast((service) => service.day <= day) ?? SERVICE_DAYS[0];
  if (newest === undefined) throw new Error('No release of the bot');
  return newest.release;
}

export interface TakenCall {
  readonly session: Session;
  readonly outcome: OutcomeCode;
  readonly endMs: number;
  /** When the caller tries again, null when not. */
  readonly againMs: number | null;
}

/** One arrival, from dialling to the written session. */
export function takeCall(arrival: Arrival, seed: number): TakenCall {
  const { index, startMs, need, person } = arrival;
  const rng = new Rng(seed, PURPOSE_CALL, index);
  const line = LINES[need.topic.type];
  const entryPoint = line !== undefined && rng.chance(line.perMille) ? line.name : MAIN_LINE;
  const release = releaseOn(Math.floor(startMs / MS_PER_DAY));
  const dedicatedLine = entryPoint !== MAIN_LINE;
  const call = new Call({ rng, startMs, need, person, release, dedicatedLine, load: loadAt(startMs) });
  conduct(call);
  const session = sessionOf(arrival, call, seed, entryPoint);
  const endMs = call.tape.nowMs;
  const outcome = outcomeOf(call.facts);
  const againMs = call.facts.needMet ? null : callsAgainAt(rng, need, outcome, endMs);
  return { session, outcome, endMs, againMs };
}
