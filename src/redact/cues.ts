import { REDACTION_KINDS } from '../contract/redactions.ts';
import { CUES, type Meaning, WEAK_CUES } from './cue-words.ts';
import { endsSentence, type Token } from './tokens.ts';

/** Words about a number: tokens [from, to). */
export interface Cue {
  readonly meaning: Meaning;
  readonly weak: boolean;
  readonly from: number;
  readonly to: number;
}

interface Phrase {
  readonly words: readonly string[];
  readonly meaning: Meaning;
  readonly weak: boolean;
}

/** By their first word, the longest first. */
const PHRASES = new Map<string, Phrase[]>();

function addPhrases(table: Readonly<Partial<Record<Meaning, string>>>, weak: boolean): void {
  for (const [meaning, list] of Object.entries(table) as [Meaning, string][]) {
    for (const text of list.split('/')) {
      const words = text.split(' ');
      const [first = ''] = words;
      PHRASES.set(first, [...(PHRASES.get(first) ?? []), { words, meaning, weak }]);
    }
  }
}
addPhrases(CUES, false);
addPhrases(WEAK_CUES, true);
for (const phrases of PHRASES.values()) phrases.sort((a, b) => b.words.length - a.words.length);

/** Cues of these count for short numbers; those of the others need numbers that are long enough to be seen without a cue. */
const OPENING: readonly Meaning[] = [
  'card',
  'cvv',
  'pin',
  'bank',
  'iban',
  'national_id',
  'birthdate',
  'account',
];

/** A cue that is spelled is seen by its rarest letter. */
const RARE_LETTERS = ['v', 'b', 'p', 'n'];

function tellingWord(phrase: readonly string[]): string {
  const words = phrase.filter((word) => word !== 'your');
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best));
  if (longest.length === 1) return RARE_LETTERS.find((letter) => words.includes(letter)) ?? longest;
  return longest.split("'")[0] ?? longest;
}

/** Of each such cue one word: a text without any of these has none of them. */
export const OPENING_WORDS: readonly string[] = [...PHRASES.values()]
  .flat()
  .filter(({ meaning }) => OPENING.includes(meaning))
  .map(({ words }) => tellingWord(words));

/** The same of every cue: what a caller may announce for the next turn. */
export const CUE_WORDS: readonly string[] = [...PHRASES.values()]
  .flat()
  .map(({ words }) => tellingWord(words));

const APOSTROPHE = 39;

function phraseAt(tokens: readonly Token[], at: number): Phrase | undefined {
  const word = tokens[at]?.word ?? '';
  const phrases =
    PHRASES.get(word) ??
    (word.length > 2 && word.charCodeAt(word.length - 2) === APOSTROPHE
      ? PHRASES.get(bareOf(word))
      : undefined);
  return phrases?.find(({ words }) =>
    words.every((one, index) => isWord(tokens[at + index]?.word ?? '', one)),
  );
}

/** "my pin's 4826" */
const bareOf = (word: string): string => (word.endsWith("'s") ? word.slice(0, -2) : word);
const isWord = (said: string, word: string): boolean =>
  said === word || (said.length === word.length + 2 && bareOf(said) === word);

/** The cues of a text, in order, none within another. */
export function cuesOf(tokens: readonly Token[]): Cue[] {
  const cues: Cue[] = [];
  for (let at = 0; at < tokens.length; ) {
    const phrase = phraseAt(tokens, at);
    const to = at + (phrase?.words.length ?? 1);
    if (phrase) cues.push({ meaning: phrase.meaning, weak: phrase.weak, from: at, to });
    at = to;
  }
  return cues;
}

/** Of the words in a sentence, so many before a number count. */
const LOOK_BACK = 14;
const QUALIFIERS = new Set(['on', 'for', 'of', 'to', 'from', 'with', 'de', 'del', 'para', 'en', 'by']);
const DETERMINERS = new Set([
  'my',
  'the',
  'your',
  'our',
  'his',
  'her',
  'their',
  'this',
  'that',
  'mi',
  'la',
  'el',
  'su',
  'a',
]);

/** "the pin for my account": the account only says whose pin. */
export function isQualifier(tokens: readonly Token[], cue: Cue): boolean {
  const before = tokens[cue.from - 1]?.word ?? '';
  const lead = DETERMINERS.has(before) ? (tokens[cue.from - 2]?.word ?? '') : before;
  return QUALIFIERS.has(lead);
}

/** Between a cue and the number that is said right behind it: "account number 448219003", "card ending in 4242". */
const NAME_WORDS = new Set(
  'number numbers no num nr # : ending end ends in with that which last four digits número numero terminada terminado termina que en'.split(
    ' ',
  ),
);

/** Nothing but the cue's own name stands between; behind "is" an earlier cue may speak: "the pin for my account is 4826". */
function isDirect(tokens: readonly Token[], from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!NAME_WORDS.has(tokens[at]?.word ?? '')) return false;
  return true;
}

const isSecret = (meaning: Meaning): boolean => meaning in REDACTION_KINDS;

/** The cue that tells what stands at a token, by the words before it in its sentence. */
export function cueBefore(tokens: readonly Token[], cues: readonly Cue[], at: number): Cue | undefined {
  let first = at;
  while (first > 0 && at - first < LOOK_BACK && !endsSentence(tokens, first - 1)) first -= 1;
  const near = cues.slice(firstCueFrom(cues, first), firstCueFrom(cues, at)).filter((cue) => cue.to <= at);
  const strong = near.filter((cue) => !cue.weak);
  const direct = strong.at(-1);
  if (direct && isSecret(direct.meaning) && isDirect(tokens, direct.to, at)) return direct;
  const best = strong.findLast((cue, index) => index === 0 || !isQualifier(tokens, cue));
  return nearerPhone(tokens, near, best) ?? best ?? near.at(-1);
}

/** Words that name the number of anything, as in "the invoice with the number": they make no phone of it. */
const OF_ANYTHING = new Set(['number', 'line', 'número', 'numero', 'línea', 'linea']);

/** "My order is late, my number is …": what asks to be called stands between the thing and the number. */
function nearerPhone(tokens: readonly Token[], near: readonly Cue[], best: Cue | undefined): Cue | undefined {
  const last = near.at(-1);
  if (best === undefined || last === undefined || !last.weak || last.meaning !== 'phone') return undefined;
  if (best.meaning !== 'thing' && best.meaning !== 'other') return undefined;
  return last.from >= best.to && !isOfAnything(tokens, last) ? last : undefined;
}

/** "number", which says nothing of whose or what. */
export const isOfAnything = (tokens: readonly Token[], { from, to }: Cue): boolean =>
  to - from === 1 && OF_ANYTHING.has(tokens[from]?.word ?? '');

/** The index of the first cue that begins at a token or behind it. */
function firstCueFrom(cues: readonly Cue[], at: number): number {
  let low = 0;
  for (let high = cues.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((cues[middle]?.from ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NAMERS = new Set(['is', 'was', 'as', "that's", "it's", "that'll", 'es', 'era', 'como', 'for']);
const OWNERS = new Set([
  'my',
  'our',
  'his',
  'her',
  'their',
  'your',
  'the',
  'mi',
  'el',
  'la',
  'su',
  'nuestro',
]);
const MAX_NAMED_AFTER = 9;

/** The cue that names what it follows: "1234 is my pin", "5551234567. Is that your number?", "731 on the signature strip". */
export function cueAfter(tokens: readonly Token[], cues: readonly Cue[], at: number): Cue | undefined {
  const place = tokens[at]?.word === 'on' ? cueWithin(cues, at) : undefined;
  if (place?.meaning === 'cvv') return place;
  let named = false;
  for (let index = at; index < at + MAX_NAMED_AFTER && index < tokens.length; index++) {
    const word = tokens[index]?.word ?? '';
    if (NAMERS.has(word)) named = true;
    else if (named && OWNERS.has(word)) return cueWithin(cues, index + 1);
    else if (named && word !== 'that' && word !== 'this') return undefined;
    else if (!named && tokens[index]?.kind !== 'sign') return undefined;
  }
  return undefined;
}

const NAME_LENGTH = 3;

function cueWithin(cues: readonly Cue[], from: number): Cue | undefined {
  const near = cues.slice(firstCueFrom(cues, from), firstCueFrom(cues, from + NAME_LENGTH));
  return near.find((cue) => !cue.weak) ?? near[0];
}
