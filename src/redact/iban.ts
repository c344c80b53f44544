import type { Find } from './find.ts';
import type { Run } from './runs.ts';
import type { Token } from './tokens.ts';

// ISO 13616: from 15 characters (Norway) to 34.
const MIN_CHARS = 15;
const MAX_CHARS = 34;
/** Longer gaps than a space or a dash stand in no IBAN. */
const MAX_GAP = 2;
const START = /^[a-z]{2}(?:\d|$)/;
const COUNTRY_CHARS = 2;
const HEAD = /^[a-z]{2}\d{2}[a-z0-9]*$/;

/** ISO 7064, mod 97-10, in steps that stay below 2^53. */
export function passesMod97(iban: string): boolean {
  let rest = 0;
  for (const character of `${iban.slice(4)}${iban.slice(0, 4)}`) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const isAlphanumeric = ({ kind, word }: Token): boolean => kind !== 'sign' && /^[a-z0-9]+$/.test(word);

/** The IBAN that begins at a token: the longest that is right, or with a cue the longest of its form. */
function ibanAt(tokens: readonly Token[], at: number, isAsked: boolean): Find | null {
  let text = '';
  let end: Token | null = null;
  let previous: Token | undefined;
  const last = Math.min(tokens.length, at + MAX_CHARS);
  for (let next = at; next < last; next++) {
    const token = tokens[next];
    if (token === undefined) break;
    if (previous && token.start - previous.end > MAX_GAP) break;
    if (token.kind === 'sign') {
      if (token.word !== '-') break;
      continue;
    }
    if (!isAlphanumeric(token) || text.length + token.word.length > MAX_CHARS) break;
    text += token.word;
    previous = token;
    if (!HEAD.test(text.slice(0, 4))) if (text.length >= 4) break;
    const isFormed = isAsked && /\d/.test(token.word);
    if (text.length >= MIN_CHARS && (passesMod97(text) || isFormed)) end = token;
  }
  const start = tokens[at]?.start;
  return end && start !== undefined ? { kind: 'iban', start, end: end.end } : null;
}

/** IBANs in any grouping, of which two digits at least are written. `isAsked`: a cue or a question speaks of one. */
export function findIbans(tokens: readonly Token[], isAsked: boolean): Find[] {
  const finds: Find[] = [];
  for (const [at, token] of tokens.entries()) {
    if (
      token.kind === 'digits' ||
      token.kind === 'sign' ||
      (token.kind === 'word' && token.word.length !== COUNTRY_CHARS) ||
      !START.test(token.word) ||
      token.start < (finds.at(-1)?.end ?? 0)
    )
      continue;
    const find = ibanAt(tokens, at, isAsked);
    if (find) finds.push(find);
  }
  return finds;
}

export const LINK_WORDS: ReadonlySet<string> = new Set([
  'is',
  'number',
  'my',
  'the',
  "it's",
  'its',
  'es',
  'yes',
  'um',
  'uh',
  ':',
  ',',
  '-',
  '.',
]);
const MAX_SPOKEN_TOKENS = 60;
const MIN_SPOKEN_DIGITS = 10;

interface Spelled {
  readonly tokens: readonly Token[];
  readonly runAt: ReadonlyMap<number, Run>;
}

/** Letters and digits said one by one, "west" for four letters among them. */
function spokenFrom({ tokens, runAt }: Spelled, from: number): Find | null {
  let digits = 0;
  let end: Token | undefined;
  for (let at = from; at < tokens.length && at - from < MAX_SPOKEN_TOKENS; ) {
    const run = runAt.get(at);
    const token = tokens[run ? run.to - 1 : at];
    if (token === undefined) break;
    if (run) digits += run.digits.length;
    else if (token.kind !== 'word' ? token.word !== ',' && token.word !== '-' : token.word.length > 4) break;
    if (run || token.word.length === 1) end = token;
    at = run ? run.to : at + 1;
  }
  const start = tokens[from]?.start;
  if (digits < MIN_SPOKEN_DIGITS || end === undefined || start === undefined) return null;
  return { kind: 'iban', start, end: end.end };
}

/** IBANs that are spelled out, from a token behind a cue or from the start of an answer. */
export function findSpokenIban(spelled: Spelled, from: number): Find | null {
  let at = from;
  while (LINK_WORDS.has(spelled.tokens[at]?.word ?? '')) at += 1;
  return spokenFrom(spelled, at);
}
