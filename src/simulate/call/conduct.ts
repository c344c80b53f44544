import type { Topic } from '../world/topic.ts';
import type { Call } from './call.ts';
import { close, type Ending, endingOf } from './ending.ts';
import { openingDialogue } from './opening.ts';
import { askFor, giveAnswer, lookUp } from './service.ts';
import { settle } from './settle.ts';

/** Who wishes for a person less than this rather calls later when the system is down. */
const TRIES_LATER = 520;

/** Conducts a call from the greeting to its end. Then `call.facts` tells what happened, `call.tape` what was said. */
export function conduct(call: Call): void {
  call.say('greeting');
  if (!call.deadLine && call.rng.chance(call.world.scenario.effects.greetingHangup)) {
    call.facts.leftBecause = 'greeting';
    return;
  }
  close(call, dialogue(call));
}

function dialogue(call: Call): Ending {
  const opened = openingDialogue(call);
  if (opened.kind === 'agent') return askTopicForAgent(call);
  if (opened.kind !== 'answer') return endingOf(opened);
  return call.topic === null ? 'no_match' : serve(call, call.need.topic);
}

/** The right desk needs the topic; whoever can not tell it gets the next free agent. */
function askTopicForAgent(call: Call): Ending {
  const told = openingDialogue(call, 'agent_about');
  return told.kind === 'hangup' || told.kind === 'no_input' ? endingOf(told) : 'requested';
}

/** The steps of the topic, then the answer. */
function serve(call: Call, topic: Topic): Ending {
  for (const step of topic.steps) {
    const ending = step === 'lookup' ? consult(call, topic) : ask(call, step);
    if (ending !== null) return ending;
  }
  if (call.need.hardness >= topic.personFrom) return 'policy';
  giveAnswer(call, topic);
  return settle(call, topic);
}

function ask(call: Call, slot: string): Ending | null {
  const heard = askFor(call, slot);
  return heard.kind === 'answer' ? null : endingOf(heard);
}

function consult(call: Call, topic: Topic): Ending | null {
  const looked = lookUp(call, topic);
  if (looked === 'found') return null;
  if (looked === 'hangup') return 'over';
  if (call.person.agentWish >= TRIES_LATER) return 'error';
  call.facts.leftBecause = 'system';
  return 'over';
}
