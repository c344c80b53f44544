import type { Rng } from '../rng.ts';
import type { Call } from './call.ts';

/** Of words that were understood on the whole: written down as another one. */
const SLIPS = 22;
/** Of words in a turn that was not understood. */
const SLIPS_GARBLED = 300;
const ONLY_NOISE = 420;
const [ZERO, NINE] = [0x30, 0x39];

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

/** Word by word, without a list of them: most texts stay as they are. */
function slipped(call: Call, text: string, perMille: number): string {
  let written = '';
  let kept = 0;
  for (let start = 0; start <= text.length; ) {
    const space = text.indexOf(' ', start);
    const end = space < 0 ? text.length : space;
    if (!hasDigit(text, start, end) && call.rng.chance(perMille)) {
      written += text.slice(kept, start) + slipOf(call, text.slice(start, end));
      kept = end;
    }
    start = end + 1;
  }
  return kept === 0 ? text : written + text.slice(kept);
}

function hasDigit(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) return true;
  }
  return false;
}

function slipOf({ rng, language }: Call, word: string): string {
  const near = language.misheard.get(word.toLowerCase());
  return near ? rng.pick(near) : rareWord(rng, language.words.slips);
}

/** The first words of the list more often. */
function rareWord(rng: Rng, words: readonly string[]): string {
  return words[Math.min(rng.below(words.length), rng.below(words.length))] ?? '';
}
