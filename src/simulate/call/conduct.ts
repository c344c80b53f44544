import type { NamedTopic } from '../need.ts';
import type { Call } from './call.ts';
import { close, type Ending, endingOf } from './ending.ts';
import { openingDialogue } from './opening.ts';
import { askFor, giveAnswer, lookUp } from './service.ts';
import { settle } from './settle.ts';

/** Per mille of callers who notice at the greeting that they dialled wrongly, or change their mind. */
const LEAVES_AT_GREETING = 18;
/** Who wishes for a person less than this rather calls later when the system is down. */
const TRIES_LATER = 420;

/** Conducts a call from the greeting to its end. Then `call.facts` tells what happened, `call.tape` what was said. */
export function conduct(call: Call): void {
  call.say('greeting');
  if (!call.deadLine && call.rng.chance(LEAVES_AT_GREETING)) return;
  close(call, dialogue(call));
}

function dialogue(call: Call): Ending {
  const opened = openingDialogue(call, 'opening');
  if (opened.kind === 'agent') return askTopicForAgent(call);
  if (opened.kind !== 'answer') return endingOf(opened);
  return call.topic === null ? 'no_match' : serve(call, call.topic);
}

/** The right desk needs the topic; whoever can not tell it gets the next free agent. */
function askTopicForAgent(call: Call): Ending {
  const told = openingDialogue(call, 'agent_about');
  return told.kind === 'hangup' || told.kind === 'no_input' ? endingOf(told) : 'requested';
}

function serve(call: Call, topic: NamedTopic): Ending {
  for (const slot of topic.slots) {
    const heard = askFor(call, slot);
    if (heard.kind !== 'answer') return endingOf(heard);
  }
  const found = lookUp(call, topic);
  if (call.patience <= 0) return 'over';
  if (!found) return call.person.agentWish < TRIES_LATER ? 'over' : 'error';
  if (call.need.hardness >= topic.personFrom) return 'policy';
  giveAnswer(call, topic);
  return settle(call, topic);
}
