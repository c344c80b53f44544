import type { PromptId } from '../scenario/words-schema.ts';
import type { Topic } from '../world/topic.ts';
import { type Heard, listen, type Question } from './ask.ts';
import type { Call } from './call.ts';
import type { Given } from './numbers.ts';
import { given } from './particulars.ts';
import { fetchNumber, waitForSystem } from './waiting.ts';
import { listenYesNo } from './yes-no.ts';

/** Recognition of particulars follows the release half as much as that of free speech. */
const RELEASE_SHARE = 2;
/** Per mille: a system that failed once is likely to fail again at once. */
const FAILS_AGAIN = 520;
const ERROR_POINTS = 15;
/** Who has said no twice goes on with what is there. */
const MAX_DENIALS = 1;
/** Per mille: each misrecognition makes more callers use the keys. */
const KEYS_INSTEAD = 200;

/** Asks for one particular. A second misrecognition makes most callers use the keys. */
export function askFor(call: Call, slot: string): Heard {
  const spec = call.world.scenario.slots[slot];
  if (spec === undefined) throw new Error(`No slot ${slot}`);
  const prompt: PromptId = `ask_${slot}`;
  call.say(prompt);
  if (spec.says === 'yes_no') return listenYesNo(call, call.rng.chance(spec.yes ?? 500), { ease: spec.ease });
  const value = given(call, spec.says);
  if (value.keys.length > 5 && !fetchNumber(call, prompt)) return { kind: 'hangup' };
  return listenAndConfirm(call, questionOf(call, slot, spec, value));
}

/** What the bot is not sure of it reads back; whoever hears something else says no, and says it again. */
function listenAndConfirm(call: Call, question: Question): Heard {
  for (let denials = 0; ; denials++) {
    const heard = listen(call, question);
    if (heard.kind !== 'answer' || !call.isUnsure) return heard;
    const isSame = heard.text === call.tape.meant.at(-1)?.text;
    call.say('confirm_heard', heard.text);
    const confirmed = listenYesNo(call, isSame);
    if (confirmed.kind !== 'answer' || isSame || denials === MAX_DENIALS) return confirmed;
    call.say('heard_again');
  }
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

export type LookedUp = 'found' | 'down' | 'hangup';

/** Asks the system behind the bot, twice if need be. */
export function lookUp(call: Call, topic: Topic): LookedUp {
  call.say('lookup');
  if (!waitForSystem(call)) return 'hangup';
  if (!call.rng.chance(topic.lookupFails + (call.incident?.lookupFails ?? 0))) return 'found';
  call.facts.systemFailed = true;
  call.facts.systemDown = true;
  call.say('system_error');
  call.annoy(ERROR_POINTS);
  call.tape.wait(call.rng.around(3000, 9000));
  call.facts.systemDown = call.rng.chance(FAILS_AGAIN);
  if (!call.facts.systemDown) return 'found';
  call.say('system_error_final');
  call.annoy(ERROR_POINTS);
  return 'down';
}

export function giveAnswer(call: Call, topic: Topic): void {
  call.sayText(`answer_${topic.intent}`, call.phrase(call.language.topics.get(topic.intent)?.answers));
  call.facts.answered = true;
}
