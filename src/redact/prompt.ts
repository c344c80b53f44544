import type { Meaning } from './cue-words.ts';
import { cuesOf, isOfAnything } from './cues.ts';
import { fold } from './fold.ts';
import { endsSentence, type Token, tokensOf } from './tokens.ts';

/** What a prompt does to the question that stands. */
export type PromptSense = Meaning | 'again' | 'go on' | 'none' | 'number' | 'part of a date';

const AGAIN = new Set(
  'sorry again repeat retry catch match understand hear heard invalid incorrect correct right wrong confirm rest remaining next perdón perdone repita otra entendí correcto falta'.split(
    ' ',
  ),
);
/** "And the year?" asks on where a date was asked for. */
const DATE_PARTS = new Set('year month day año mes día dia'.split(' '));
/** "Go on.", "Mm hm.", "Gracias, siga." */
const SHORT_WORDS = 4;

/** Asked for in one breath with a security code, as dates are. */
const ZIPS = new Set(['zip', 'postal', 'postcode', 'código']);

/** A question stands at the end of a prompt. */
const MAX_CHARS = 240;
/** What a prompt asks for: what its last sentence with a cue speaks of first, as in "the phone number on the account". */
export function senseOfPrompt(prompt: string): PromptSense {
  const tokens = tokensOf(fold(prompt.slice(-MAX_CHARS)));
  const asked = askedIn(tokens);
  const isOfDate = asked === undefined || asked === 'other';
  if (isOfDate && tokens.some(({ word }) => DATE_PARTS.has(word))) return 'part of a date';
  if (asked) return asked;
  if (tokens.some(({ word }) => AGAIN.has(word))) return 'again';
  return tokens.filter(({ kind }) => kind !== 'sign').length <= SHORT_WORDS ? 'go on' : 'none';
}

function askedIn(tokens: readonly Token[]): Meaning | 'number' | undefined {
  let asked: Meaning | 'number' | undefined;
  let from = 0;
  for (let at = 0; at < tokens.length; at++) {
    if (!endsSentence(tokens, at) && at < tokens.length - 1) continue;
    const sentence = tokens.slice(from, at + 1);
    const cues = cuesOf(sentence);
    const cue = cues.find(({ weak }) => !weak) ?? cues[0];
    if (cue) asked = cue.weak && isOfAnything(sentence, cue) ? 'number' : cue.meaning;
    from = at + 1;
  }
  return asked;
}

/** "Expiration and CVV?": what was asked for first, or last, is not all. */
export function asksCodeToo(prompt: string): boolean {
  const tokens = tokensOf(fold(prompt.slice(-MAX_CHARS)));
  const cues = cuesOf(tokens).filter(({ weak }) => !weak);
  const code = cues.findIndex(({ meaning }) => meaning === 'cvv');
  if (code < 0) return false;
  return cues.some(({ meaning, from }, at) =>
    meaning === 'card' ? at < code : meaning === 'day' || ZIPS.has(tokens[from]?.word ?? ''),
  );
}
