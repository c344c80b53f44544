import type { Call } from './call.ts';
import type { Recognition } from './tape.ts';

/** Below this the bot does not believe its recogniser. */
const ACCEPT = 450;
/** Below this it asks whether it understood. */
export const CONFIRM_BELOW = 0.72;
/** People speak more clearly when asked again. */
const CLEARER_EACH_TIME = 25;
const BEST = 985;

/** Keys are never misheard. */
export function keyed(intent: string): Recognition {
  return { detected: true, intent, confidence: 1 };
}

/** Whether this utterance reaches the bot as it was meant. */
function understood(call: Call, ease: number, attempt: number): boolean {
  const clearer = (attempt - 1) * CLEARER_EACH_TIME;
  const quality =
    ease +
    call.language.recognition +
    call.person.clarity +
    call.person.region.clarity -
    call.noise +
    clearer;
  return call.rng.chance(Math.min(BEST, quality));
}

/**
 * What the recogniser reports. Its score is drawn from what it understood, and the score decides what the bot does:
 * a weak right guess is refused, a strong wrong one believed.
 */
export function recognise(
  call: Call,
  intent: string,
  ease: number,
  attempt: number,
  mistakenFor: readonly string[],
): Recognition & { readonly right: boolean } {
  const right = understood(call, ease, attempt);
  const score = right ? scoreWhenRight(call) : call.rng.around(60, 640);
  const believed = score >= ACCEPT && (right || mistakenFor.length > 0);
  const name = !believed ? null : right ? intent : call.rng.pick(mistakenFor);
  return { detected: believed, intent: name, confidence: score / 1000, right };
}

function scoreWhenRight(call: Call): number {
  const score = call.rng.between(430, 990) + Math.floor((call.rng.between(0, 560) * 6) / 10);
  return Math.min(990 - call.rng.below(40), score) - Math.floor(call.noise / 4);
}
