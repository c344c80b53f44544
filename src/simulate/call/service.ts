import type { Topic } from '../world/topic.ts';
import { type Answer, type Heard, listen, type Question } from './ask.ts';
import type { Call } from './call.ts';
import type { Given } from './numbers.ts';
import { given } from './particulars.ts';
import { listenYesNo } from './yes-no.ts';

/** Recognition of particulars follows the release half as much as that of free speech. */
const RELEASE_SHARE = 2;
/** Per mille: a system that failed once is likely to fail again at once. */
const FAILS_AGAIN = 520;
const ERROR_POINTS = 15;
/** Numbers are on a card or a bill somewhere. */
const FETCHING_MS = 16_000;
/** Per mille of callers who have to go and look for it, and of look-ups that take long. */
const FETCHES_LONG = 220;
const LOOKS_LONG = 220;
/** Per mille: each misrecognition makes more callers use the keys. */
const KEYS_INSTEAD = 200;

/** Asks for one particular. A second misrecognition makes most callers use the keys. */
export function askFor(call: Call, slot: string): Heard {
  const spec = call.world.scenario.slots[slot];
  if (spec === undefined) throw new Error(`No slot ${slot}`);
  call.say(`ask_${slot}`);
  if (spec.says === 'yes_no') return listenYesNo(call, call.rng.chance(spec.yes ?? 500), { ease: spec.ease });
  const value = given(call, spec.says);
  if (value.keys.length > 5) fetch(call);
  const heard = listen(call, questionOf(call, slot, spec, value));
  return heard.kind === 'answer' && call.isUnsure ? confirm(call, heard) : heard;
}

function fetch({ rng, tape }: Call): void {
  tape.wait(rng.chance(FETCHES_LONG) ? rng.between(20_000, 170_000) : rng.around(0, FETCHING_MS));
}

function questionOf(
  call: Call,
  slot: string,
  { ease, keys }: { readonly ease: number; readonly keys: boolean },
  value: Given,
): Question {
  return {
    intent: `give_${slot}`,
    ease: ease + Math.floor(call.release.recognition / RELEASE_SHARE),
    mistakenFor: null,
    answer: (attempt) =>
      keys && call.rng.chance(call.person.age.keys + (attempt - 1) * KEYS_INSTEAD)
        ? { text: value.keys, mode: 'DTMF' }
        : { text: value.spoken, mode: 'Speech' },
    noMatch: 'ask_nomatch',
    noInput: 'ask_noinput',
  };
}

function confirm(call: Call, heard: Answer): Heard {
  call.say('confirm_heard', heard.text);
  return listenYesNo(call, true);
}

/** Asks the system behind the bot, twice if need be. Whether it answered. */
export function lookUp(call: Call, topic: Topic): boolean {
  call.say('lookup');
  call.tape.wait(
    call.rng.chance(LOOKS_LONG) ? call.rng.between(20_000, 160_000) : call.rng.around(2000, 12_000),
  );
  if (!call.rng.chance(topic.lookupFails + (call.incident?.lookupFails ?? 0))) return true;
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

export function giveAnswer(call: Call, topic: Topic): void {
  call.sayText(`answer_${topic.intent}`, call.phrase(call.language.topics.get(topic.intent)?.answers));
  call.facts.answered = true;
}
