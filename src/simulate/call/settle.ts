import type { NamedTopic } from '../need.ts';
import { listen } from './ask.ts';
import type { Call } from './call.ts';
import { type Ending, endingOf } from './ending.ts';
import { filled } from './phrases.ts';
import { listenYesNo } from './yes-no.ts';

/** The second answer settles needs that are this much harder. */
const SECOND_ANSWER_REACH = 110;
/** Per mille of settled needs that come back all the same: it worked for a day. */
const BREAKS_AGAIN = 80;
const NO_HELP_POINTS = 21;
/** Per mille of brisk callers who hang up with the answer, when it helps and when it does not. */
const LEAVES_HELPED = 620;
const LEAVES_UNHELPED = 650;
/** Who wishes for a person more than this takes the offer of one. */
const TAKES_OFFER = 380;
const OFFER_EASE = 985;

/** After the answer: the caller leaves with it, confirms it, or says that it did not help. */
export function settle(call: Call, topic: NamedTopic): Ending {
  const helped = helps(call, topic, 0);
  if (call.person.brisk && call.rng.chance(helped ? LEAVES_HELPED : LEAVES_UNHELPED)) return 'over';
  const first = checkBack(call, helped);
  if (first !== 'denied') return first;
  call.say('second_answer', (text) => filled(call, text));
  call.facts.answered = true;
  const second = checkBack(call, helps(call, topic, SECOND_ANSWER_REACH));
  return second === 'denied' ? offerAgent(call) : second;
}

function helps(call: Call, topic: NamedTopic, reach: number): boolean {
  const helped = call.need.hardness < topic.settlesBelow + reach;
  call.facts.needMet = helped && !call.rng.chance(BREAKS_AGAIN);
  return helped;
}

/** Asks whether it helped. Silence and hanging up leave the answer as given; any other word but "yes" takes it back. */
function checkBack(call: Call, helped: boolean): Ending | 'denied' {
  call.say('did_it_help');
  const heard = listenYesNo(call, helped);
  if (heard.kind === 'answer' && heard.intent === 'affirm') {
    call.facts.confirmed = true;
    call.mood += 2;
    call.say('goodbye');
    return 'over';
  }
  call.facts.answered = heard.kind === 'no_input' || heard.kind === 'hangup';
  if (heard.kind !== 'answer') return endingOf(heard);
  call.annoy(NO_HELP_POINTS);
  return 'denied';
}

/** Whoever takes the offer asks for an agent by it. */
function offerAgent(call: Call): Ending {
  const takes = call.person.agentWish > TAKES_OFFER;
  if (call.patience <= 0 && !takes) return 'over';
  call.say('offer_agent');
  const heard = listen(call, {
    intent: takes ? 'agent_request' : 'deny',
    ease: OFFER_EASE,
    mistakenFor: [],
    answer: () => ({ text: call.rng.pick(call.pack.caller[takes ? 'yes' : 'no']), mode: 'Speech' }),
    noMatch: 'yes_no',
    noInput: 'yes_no',
  });
  if (heard.kind !== 'answer') return endingOf(heard);
  if (takes) {
    call.facts.agentRequests++;
    return 'requested';
  }
  call.say('goodbye');
  return 'over';
}
