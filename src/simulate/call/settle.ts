import type { Topic } from '../world/topic.ts';
import type { Call } from './call.ts';
import { type Ending, endingOf } from './ending.ts';
import { listenYesNo } from './yes-no.ts';

/** The second answer settles needs that are this much harder. */
const SECOND_ANSWER_REACH = 90;
const NO_HELP_POINTS = 21;
/** Per mille of brisk callers who hang up with the answer, when it helps and when it only seems to. */
const LEAVES_HELPED = 560;
const LEAVES_UNHELPED = 800;
/** Who wishes for a person more than this takes the offer of one. */
const TAKES_OFFER = 300;

/** After the answer: the caller leaves with it, confirms it, or says that it did not help. */
export function settle(call: Call, topic: Topic): Ending {
  const settled = seemsSettled(call, topic, 0);
  if (settled && call.person.brisk && call.rng.chance(call.facts.needMet ? LEAVES_HELPED : LEAVES_UNHELPED)) {
    return 'over';
  }
  const first = checkBack(call, settled);
  if (first !== 'denied') return first;
  call.say('second_answer');
  call.facts.answered = true;
  const second = checkBack(call, seemsSettled(call, topic, SECOND_ANSWER_REACH));
  return second === 'denied' ? offerAgent(call) : second;
}

/** Whether the caller believes that it is settled. Of those who do, a planted share is wrong. */
function seemsSettled(call: Call, topic: Topic, reach: number): boolean {
  const settled = call.need.hardness < topic.settles + reach;
  call.facts.needMet = settled && !call.rng.chance(call.world.scenario.effects.unhelped.share);
  return settled;
}

/** Asks whether it helped. Silence and hanging up leave the answer as given; who was not helped stays to say so. */
function checkBack(call: Call, settled: boolean): Ending | 'denied' {
  call.say('did_it_help');
  const heard = listenYesNo(call, settled, { stays: !settled });
  call.facts.answered = heard.kind === 'no_input' || heard.kind === 'hangup';
  if (heard.kind !== 'answer') {
    if (!call.facts.answered) call.facts.needMet = false;
    return endingOf(heard);
  }
  if (heard.intent !== 'affirm') {
    call.annoy(NO_HELP_POINTS);
    return 'denied';
  }
  call.facts.confirmed = true;
  call.mood += 2;
  return sayGoodbye(call);
}

function sayGoodbye(call: Call): Ending {
  call.say('anything_else');
  const heard = listenYesNo(call, false, { words: call.language.caller.thanks });
  if (heard.kind === 'answer') call.say('goodbye');
  return 'over';
}

/** Whoever takes the offer asks for an agent by it. */
function offerAgent(call: Call): Ending {
  const takes = call.person.agentWish > TAKES_OFFER;
  call.say('offer_agent');
  const heard = listenYesNo(call, takes, { intent: 'agent_request' });
  if (heard.kind !== 'answer') return endingOf(heard);
  if (takes) {
    call.facts.agentRequests++;
    return 'requested';
  }
  call.say('goodbye');
  return 'over';
}
