import type { Call } from './call.ts';
import type { Recognition } from './tape.ts';

/** Keys are never misheard. */
export function keyed(intent: string): Recognition {
  return { detected: true, intent, score: 1000 };
}

/**
 * What the recogniser reports of an utterance by voice. Its score decides what the bot does: a weak right guess is refused,
 * a strong wrong one believed.
 */
export function recognise(
  call: Call,
  intent: string,
  ease: number,
  attempt: number,
  mistakenFor: readonly string[] | null,
): Recognition & { readonly right: boolean } {
  const { accept } = call.world.scenario.bot;
  const { score, accepted, right } = call.release.recogniser.hear(call.rng, qualityOf(call, ease, attempt));
  if (!accepted) return { detected: false, intent: null, score, right };
  if (right) return { detected: true, intent, score, right };
  if (mistakenFor === null || mistakenFor.length === 0) {
    return { detected: false, intent: null, score: Math.floor((score * accept) / 1001), right };
  }
  return { detected: true, intent: call.rng.pick(mistakenFor), score, right };
}

function qualityOf({ world, person, language, noise }: Call, ease: number, attempt: number): number {
  const clearer = (attempt - 1) * world.scenario.bot.clearerEachTime;
  const who = person.clarity + person.age.recognition + person.region.recognition;
  return ease + language.recognition + who - noise + clearer;
}
