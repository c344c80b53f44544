import type { Sentiment, Session } from '../contract/fields.ts';
import type { Arrival } from './arrivals.ts';
import { isoTime } from './calendar.ts';
import type { Call } from './call/call.ts';
import { type CallFacts, outcomeOf } from './call/facts.ts';
import { markText } from './mark.ts';
import { customerId, profileAt } from './population.ts';
import { mix32 } from './rng.ts';
import type { Topic } from './world/topic.ts';

/** What the system writes down about a call that has ended. */
export function sessionOf(arrival: Arrival, call: Call, entryPoint: string): Session {
  const { index, startMs, person } = arrival;
  const { facts, tape } = call;
  const topic = loggedTopic(call);
  const outcome = outcomeOf(facts);
  return {
    session_id: sessionId(startMs, index, call.world.mark),
    customer_id: customerId(person),
    call_start_time: isoTime(startMs),
    call_end_time: isoTime(tape.nowMs),
    call_duration_sec: Math.floor((tape.nowMs - startMs + 500) / 1000),
    initial_intent: call.tape.turns.find((turn) => turn.intent_name !== null)?.intent_name ?? null,
    resolution_status: statusOf(facts),
    escalation_flag: facts.handover === null ? 'N' : 'Y',
    customer_sentiment: loggedSentiment(call),
    system_error_flag: facts.systemFailed ? 'Y' : 'N',
    ivr_outcome_code: outcome,
    topic_type: topic?.type ?? null,
    topic_name: topic?.name ?? null,
    bot_version: call.release.version,
    language: call.language.code,
    entry_point: entryPoint,
    customer: profileAt(person, call.world.time.dayOf(startMs)),
    conversation: tape.turns,
  };
}

function statusOf(facts: CallFacts): Session['resolution_status'] {
  if (facts.handover !== null) return 'Escalated';
  return facts.confirmed || facts.answered ? 'Resolved' : 'Abandoned';
}

/** Found out after the call, from all that the caller said; now and then it is not. */
function loggedTopic({ facts, need, rng, world }: Call): Topic | null {
  return facts.needTold && !rng.chance(world.scenario.effects.topicMissing) ? need.topic : null;
}

function loggedSentiment(call: Call): Sentiment | null {
  const isMissing = call.rng.chance(call.world.scenario.effects.sentimentMissing);
  return call.facts.callerSpoke && !isMissing ? sentimentOf(call) : null;
}

/** From the mood that the events of the call left behind; what broke spoils some moods whatever the bot does. */
function sentimentOf(call: Call): Sentiment {
  if (call.incident !== null && call.rng.chance(call.incident.negative)) return 'Negative';
  const mood = call.mood + (call.patience < 0 ? -1 : 0);
  if (mood >= 2) return 'Positive';
  return mood <= -2 ? 'Negative' : 'Neutral';
}

/** The day, the call's number spread one to one over 32 bits, and half of the run's mark: unique in a run, and told apart between runs. */
function sessionId(startMs: number, index: number, mark: number): string {
  const time = isoTime(startMs);
  const day = time.slice(0, 4) + time.slice(5, 7) + time.slice(8, 10);
  const call = mix32(index ^ mark)
    .toString(16)
    .padStart(8, '0');
  return `${day}-${call}-${markText(mark).slice(0, 4)}`;
}
