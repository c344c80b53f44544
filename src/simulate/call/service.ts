import { SLOTS, type SlotName } from '../data/slots.ts';
import type { NamedTopic } from '../need.ts';
import { type Heard, listen } from './ask.ts';
import type { Call } from './call.ts';
import { digitsOf, said } from './particulars.ts';
import { filled } from './phrases.ts';

/** Recognition of particulars follows the release half as much as that of free speech. */
const RELEASE_SHARE = 2;
/** Per mille: a system that failed once is likely to fail again at once. */
const FAILS_AGAIN = 520;
const ERROR_POINTS = 15;
/** Numbers are on a card or a bill somewhere. */
const FETCHING_MS = 14_000;

/** Asks for one particular. A second misrecognition makes most callers use the keys. */
export function askFor(call: Call, slot: SlotName): Heard {
  call.say(`ask_${slot}`);
  const { intent, ease, keys } = SLOTS[slot];
  const text = said(call, slot);
  if (keys) call.tape.wait(call.rng.around(0, FETCHING_MS));
  return listen(call, {
    intent,
    ease: ease + Math.floor(call.release.recognition / RELEASE_SHARE),
    mistakenFor: [],
    answer: (attempt) =>
      keys && call.rng.chance(call.person.age.keys + (attempt - 1) * 200)
        ? { text: digitsOf(text), mode: 'DTMF' }
        : { text, mode: 'Speech' },
    noMatch: 'ask_nomatch',
    noInput: 'ask_noinput',
  });
}

/** Asks the system behind the bot, twice if need be. Whether it answered. */
export function lookUp(call: Call, topic: NamedTopic): boolean {
  call.say('lookup');
  call.tape.wait(call.rng.around(1500, 8500));
  if (!call.rng.chance(topic.lookupFails)) return true;
  call.facts.systemFailed = true;
  call.facts.systemDown = true;
  call.say('system_error');
  call.annoy(ERROR_POINTS);
  call.tape.wait(call.rng.around(3000, 9000));
  call.facts.systemDown = call.rng.chance(FAILS_AGAIN);
  if (!call.facts.systemDown) return true;
  call.say('system_error_final');
  call.annoy(ERROR_POINTS);
  return false;
}

export function giveAnswer(call: Call, topic: NamedTopic): void {
  const text = call.rng.pick(call.pack.topics[topic.intent].answers);
  call.sayText(`answer_${topic.intent}`, filled(call, text));
  call.facts.answered = true;
}
