import type { Meaning } from './cue-words.ts';
import { cueBefore, cuesOf } from './cues.ts';
import { fold } from './fold.ts';
import { isMask, type Token, tokensOf } from './tokens.ts';

/** An announcement stands at the end of what is said. */
const MAX_CHARS = 120;
/** "the cvv", "uh my card number" */
const MAX_BARE_CHARS = 32;
const BARE_FORM =
  /^(?:(?:uh|um|er|so|and|okay|ok|yes|yeah|oh|well|it's|its|y|es|sí)[ ,]+){0,3}(?:my|the|our|mi|la|el) \S+(?: \S+){0,3}$/i;
/** The ends of "my pin is", "my pin's", "PIN:", "my pin is uh", "my pin is…". */
const TAILS = [' is', "'s", '’s', ' es', ' was', ' are', ' son', ' será', ' uh', ' um', ':'];
const LONGEST_TAIL = 5;
const TRAILING = ' .,…-';
const TAIL_LETTERS = new Set(TAILS.map((tail) => tail.charAt(tail.length - 1)));
const NAMERS = new Set(['is', 'es', 'was', 'are', 'son', 'será', ':']);
const AFTERS = new Set('uh um er eh . , … - number número numero'.split(' '));
const BARE = new Set(
  "my the mi la el our a and y so uh um er okay ok yes yeah sí oh well it's its es . , … -".split(' '),
);
/** "I don't know what my pin is" announces nothing. */
const NONE = new Set(
  "what which where don't dont know forgot forget remember cuál qué sé olvidé ?".split(' '),
);

/** What the speaker is about to say in their next turn, as in "my account number is"; null for none. */
export function announcedIn(text: string): Meaning | null {
  if (!hasTail(text) && (text.length > MAX_BARE_CHARS || !BARE_FORM.test(text))) return null;
  const tokens = tokensOf(fold(text.slice(-MAX_CHARS)));
  const cues = cuesOf(tokens);
  const last = cues.at(-1);
  if (last === undefined || tokens.some((token) => NONE.has(token.word) || isMask(token))) return null;
  const after = tokens.slice(last.to);
  if (!after.every(({ word }) => NAMERS.has(word) || AFTERS.has(word))) return null;
  const isNamed = after.some(({ word }) => NAMERS.has(word)) || tokens[last.to - 1]?.word.endsWith("'s");
  if (isNamed) return cueBefore(tokens, cues, namedAt(tokens, last.to))?.meaning ?? null;
  return !last.weak && isBare(tokens.slice(0, last.from)) ? last.meaning : null;
}

/** Behind "is". */
const namedAt = (tokens: readonly Token[], from: number): number =>
  NAMERS.has(tokens[from]?.word ?? '') ? from + 1 : from;

/** Most turns end here: nothing is made of them. */
function hasTail(text: string): boolean {
  let end = text.length;
  while (end > 0 && TRAILING.includes(text.charAt(end - 1))) end -= 1;
  if (!TAIL_LETTERS.has(text.charAt(end - 1).toLowerCase())) return false;
  const tail = text.slice(Math.max(0, end - LONGEST_TAIL), end).toLowerCase();
  return TAILS.some((one) => tail.endsWith(one));
}

/** Only "the" or "my" before the word, and little words. */
const isBare = (before: readonly Token[]): boolean =>
  before.length > 0 && before.every(({ word }) => BARE.has(word));
