import type { PromptId } from '../scenario/words-schema.ts';
import type { Call } from './call.ts';
import { asHeard } from './mishearing.ts';

/** Numbers are on a card or a bill somewhere: most callers have it at hand. */
const AT_HAND_MS = 17_000;
/** Per mille of callers who have to go and look for it, and of look-ups that take long. */
const FETCHES_LONG = 165;
const LOOKS_LONG = 170;
/** The bot says something at least so often. */
const WORD_EVERY_MS = { least: 20_000, most: 23_000 };
const MOST_WORDS = 10;
/** Per mille of waits that go on after each word. */
const WAITS_ON = 755;
/** Per mille of callers who hang up at each word that they have to wait. */
const TIRES = 6;

/** Until the caller has the number that was asked for. @returns false when the caller hung up instead */
export function fetchNumber(call: Call, question: PromptId): boolean {
  const { rng, tape, language } = call;
  if (!rng.chance(FETCHES_LONG)) {
    tape.wait(rng.around(0, AT_HAND_MS));
    return true;
  }
  const text = call.phrase(language.caller.holdOn);
  const heard = { detected: true, intent: 'hold_on', score: rng.between(800, 990) };
  call.hear(asHeard(call, text), 'Speech', heard, { role: 'hold_on', text });
  call.isUnsure = false;
  call.say('take_your_time');
  return waitWith(call, ['still_here', question]);
}

/** Until the system has answered. @returns false when the caller hung up before */
export function waitForSystem(call: Call): boolean {
  const { rng, tape } = call;
  if (rng.chance(LOOKS_LONG)) return waitWith(call, ['still_looking']);
  tape.wait(rng.around(3000, 16_000));
  return true;
}

/** A wait that the bot breaks with these prompts in turn, so that nobody believes the line dead. */
function waitWith(call: Call, prompts: readonly PromptId[]): boolean {
  const { rng, tape, facts } = call;
  for (let words = 0; words < MOST_WORDS; words++) {
    tape.wait(rng.between(WORD_EVERY_MS.least, WORD_EVERY_MS.most));
    if (rng.chance(TIRES)) {
      facts.leftBecause = 'wait';
      return false;
    }
    call.say(prompts[words % prompts.length] ?? 'still_here');
    if (!rng.chance(WAITS_ON)) break;
  }
  tape.wait(rng.around(1000, 12_000));
  return true;
}
