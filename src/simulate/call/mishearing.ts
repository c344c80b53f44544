import type { Rng } from '../rng.ts';
import type { Call } from './call.ts';

/** Of words that were understood on the whole: written down as another one. */
const SLIPS = 22;
/** Of words in a turn that was not understood. */
const SLIPS_GARBLED = 300;
const ONLY_NOISE = 420;

/** What a recogniser writes down when it understood. */
export function asHeard(call: Call, text: string): string {
  return text.includes(' ') ? slipped(call, text, SLIPS) : text;
}

/** And when it did not. */
export function garbled(call: Call, text: string): string {
  if (call.rng.chance(ONLY_NOISE)) return call.phrase(call.language.caller.noise);
  const changed = slipped(call, text, SLIPS_GARBLED);
  if (changed !== text) return changed;
  const cut = changed.indexOf(' ');
  return cut < 0 ? slipped(call, text, 1000) : changed.slice(cut + 1);
}

function slipped(call: Call, text: string, perMille: number): string {
  let changed = false;
  const words = text.split(' ').map((word) => {
    if (/\d/.test(word) || !call.rng.chance(perMille)) return word;
    changed = true;
    return slipOf(call, word);
  });
  return changed ? words.join(' ') : text;
}

function slipOf({ rng, language }: Call, word: string): string {
  const near = language.misheard.get(word.toLowerCase());
  return near ? rng.pick(near) : rareWord(rng, language.words.slips);
}

/** The first words of the list more often. */
function rareWord(rng: Rng, words: readonly string[]): string {
  return words[Math.min(rng.below(words.length), rng.below(words.length))] ?? '';
}
