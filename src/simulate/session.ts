import type { Sentiment, Session } from '../contract/fields.ts';
import type { Arrival } from './arrivals.ts';
import { isoTime, MS_PER_DAY } from './calendar.ts';
import type { Call } from './call/call.ts';
import { type CallFacts, outcomeOf } from './call/facts.ts';
import { customerId, profileAt } from './population.ts';
import { mix32 } from './rng.ts';

/** Per mille of sessions for which the feed lacks a sentiment. */
const SENTIMENT_MISSING = 18;

/** What the system writes down about a call that has ended. */
export function sessionOf(arrival: Arrival, call: Call, seed: number, entryPoint: string): Session {
  const { index, startMs, person } = arrival;
  const { facts, topic, tape } = call;
  const outcome = outcomeOf(facts);
  return {
    session_id: sessionId(startMs, index, seed),
    customer_id: customerId(person),
    call_start_time: isoTime(startMs),
    call_end_time: isoTime(tape.nowMs),
    call_duration_sec: Math.floor((tape.nowMs - startMs + 500) / 1000),
    initial_intent: call.tape.turns.find((turn) => turn.intent_name !== null)?.intent_name ?? null,
    resolution_status: statusOf(facts),
    escalation_flag: facts.handover === null ? 'N' : 'Y',
    customer_sentiment: facts.callerSpoke && !call.rng.chance(SENTIMENT_MISSING) ? sentimentOf(call) : null,
    system_error_flag: facts.systemFailed ? 'Y' : 'N',
    ivr_outcome_code: outcome,
    topic_type: topic?.type ?? null,
    topic_name: topic?.name ?? null,
    bot_version: call.release.version,
    language: call.language.code,
    entry_point: entryPoint,
    customer: profileAt(person, Math.floor(startMs / MS_PER_DAY)),
    conversation: tape.turns,
  };
}

function statusOf(facts: CallFacts): Session['resolution_status'] {
  if (facts.handover !== null) return 'Escalated';
  return facts.confirmed || facts.answered ? 'Resolved' : 'Abandoned';
}

/** From the mood that the events of the call left behind. */
function sentimentOf(call: Call): Sentiment {
  const mood = call.mood + (call.patience < 0 ? -1 : 0);
  if (mood >= 2) return 'Positive';
  return mood <= -2 ? 'Negative' : 'Neutral';
}

/** The day, the call's number spread one to one over 32 bits, and a mark of the seed: unique in a run, and told apart between runs. */
function sessionId(startMs: number, index: number, seed: number): string {
  const day = isoTime(startMs).slice(0, 10).replaceAll('-', '');
  const mark = mix32(mix32(seed) ^ Math.floor(seed / 0x1_0000_0000));
  return `${day}-${hex(mix32(index ^ mark), 8)}-${hex(mark & 0xffff, 4)}`;
}

const hex = (value: number, places: number): string => value.toString(16).padStart(places, '0');
