import type { Find } from './find.ts';
import { NUMBER_WORDS } from './number-words.ts';
import { isJoined, type Token } from './tokens.ts';

export const AT: ReadonlySet<string> = new Set(['at', 'arroba', '@']);
const DOTS = new Set(['dot', 'punto', 'period', '.']);
export const JOINERS: ReadonlySet<string> = new Set([
  'underscore',
  'dash',
  'hyphen',
  'plus',
  'guion',
  'guión',
  'bajo',
  'medio',
  '_',
  '-',
  '+',
]);
export const TOP_LEVELS: ReadonlySet<string> = new Set(
  'com org net edu gov io co uk es mx de fr it ch at nl be us ca au nz ie in jp br ar cl pe info biz me tv app dev test example invalid'.split(
    ' ',
  ),
);
export const PROVIDERS = new Set(
  'gmail googlemail yahoo hotmail outlook icloud aol msn live protonmail proton ymail comcast verizon gmx'.split(
    ' ',
  ),
);
/** Nobody is at these but by mail. */
const MAIL_ONLY = new Set('gmail googlemail hotmail icloud protonmail ymail'.split(' '));
const ENDS = new Set(['please', 'thanks', 'thank', 'por', 'gracias']);
/** How letters are called in Spanish, as far as top levels have them. */
const LETTER_NAMES = new Set('eme equis ese a erre ce o ele pe e'.split(' '));
/** Words that begin no address: what stands before them is not part of it. */
export const STOPS = new Set(
  "is it's its that's thats email e mail address my me your the to on as uh um er eh yeah yes yep sure okay ok so and or it correct es correo electrónico mi su el send sent write reach with have has contact use under was be this la con en por favor please well hi hello sorry no actually look looks looking saw see bought buy ordered order shop work works working worked you us them us there here was are am i'm we're she's he's he she they we found check visit go".split(
    ' ',
  ),
);
/** After these, "at … dot com" names a place in the web. */
const WEB_LEADS = new Set(
  'look looks looking saw see bought buy ordered order shop it me you us them here there work works working are am was'.split(
    ' ',
  ),
);
/** A text without any of these has no address but a written one. */
export const MAIL_WORDS: readonly string[] = [...PROVIDERS, 'dot', 'punto', 'period', 'arroba'];

const MAIL_NAMES = new Set(['email', 'mail', 'correo']);

const MAX_LOCAL = 24;
const MAX_DOMAIN = 24;
/** "i n f o" */
const MAX_SPELLED = 4;

const wordAt = (tokens: readonly Token[], at: number): string => tokens[at]?.word ?? '';
export const holdsAt = (tokens: readonly Token[]): boolean => tokens.some(({ word }) => AT.has(word));
export const isDot = (tokens: readonly Token[], at: number): boolean => {
  const word = wordAt(tokens, at);
  if (word !== '.') return DOTS.has(word);
  return isJoined(tokens[at - 1], tokens[at]) && isJoined(tokens[at], tokens[at + 1]);
};
const isPart = (token: Token | undefined): boolean => token !== undefined && token.kind !== 'sign';

export const isSpelled = (tokens: readonly Token[], at: number): boolean =>
  wordAt(tokens, at).length === 1 && isPart(tokens[at]);

/** "com", "e d u"; -1 when there is none. */
function topLevelEnd(tokens: readonly Token[], from: number): number {
  if (TOP_LEVELS.has(wordAt(tokens, from))) return from + 1;
  let end = from;
  while ((isSpelled(tokens, end) || LETTER_NAMES.has(wordAt(tokens, end))) && end - from < MAX_SPELLED)
    end += 1;
  return end - from >= 2 ? end : -1;
}

/** The end (exclusive) of the domain that begins at a token, or -1: "example dot com", "gmail.com", "yahoo" for mail. */
export function domainEnd(tokens: readonly Token[], from: number, isMail: boolean): number {
  let end = -1;
  for (let at = from; at < from + MAX_DOMAIN && at < tokens.length; at++) {
    const word = wordAt(tokens, at);
    if (isDot(tokens, at) && at > from) {
      end = Math.max(end, topLevelEnd(tokens, at + 1));
    } else if (end > 0 && at >= end) break;
    else if (!isPart(tokens[at]) && !JOINERS.has(word)) break;
  }
  if (end < 0 && isMail && PROVIDERS.has(wordAt(tokens, from))) return from + 1;
  return end;
}

/** "s as in sam": the word only explains the letter. */
function explainedFrom(tokens: readonly Token[], at: number): number {
  if (wordAt(tokens, at - 1) === 'in' && wordAt(tokens, at - 2) === 'as' && isSpelled(tokens, at - 3))
    return at - 3;
  if (wordAt(tokens, at - 1) === 'for' && isSpelled(tokens, at - 2)) return at - 2;
  return -1;
}

/** Where the name before an at sign begins. */
function localStart(tokens: readonly Token[], at: number): number {
  let from = at;
  let plain = 0;
  while (from > 0 && at - from < MAX_LOCAL) {
    const word = wordAt(tokens, from - 1);
    const explained = explainedFrom(tokens, from - 1);
    if (explained >= 0) from = explained;
    else if (isDot(tokens, from - 1) || JOINERS.has(word)) from -= 1;
    else if (!isLocalPart(tokens, from - 1, plain)) break;
    else {
      if (word.length > 1 && !NUMBER_WORDS.has(word) && !isConnected(tokens, from)) plain += 1;
      from -= 1;
    }
  }
  while (from < at && (isDot(tokens, from) || JOINERS.has(wordAt(tokens, from)))) from += 1;
  return from;
}

/** Words in a row that no dot or sign connects: a first and a last name, no more. */
const MAX_PLAIN_WORDS = 2;

const isConnected = (tokens: readonly Token[], at: number): boolean =>
  isDot(tokens, at) || JOINERS.has(wordAt(tokens, at));

/** "a" and "i" are words too. */
const isSpelledAmong = (tokens: readonly Token[], at: number): boolean =>
  at === 0 ||
  isSpelled(tokens, at + 1) ||
  isSpelled(tokens, at - 1) ||
  NUMBER_WORDS.has(wordAt(tokens, at + 1));

function isLocalPart(tokens: readonly Token[], at: number, plain: number): boolean {
  const token = tokens[at];
  if (token === undefined || token.kind === 'sign') return false;
  if (isConnected(tokens, at + 1)) return true;
  if (isSpelled(tokens, at)) return !'ai'.includes(token.word) || isSpelledAmong(tokens, at);
  return !STOPS.has(token.word) && plain < MAX_PLAIN_WORDS;
}

/** E-mail addresses with a spoken sign in them; `isMail` when one was asked for. */
export function findSpokenEmails(tokens: readonly Token[], isMail: boolean): Find[] {
  const finds: Find[] = [];
  let isAbout: boolean | undefined;
  for (let at = 1; at < tokens.length - 1; at++) {
    if (!AT.has(wordAt(tokens, at))) continue;
    isAbout ??= isMail || tokens.some(({ word }) => MAIL_NAMES.has(word));
    const find = emailAround(tokens, at, isAbout);
    if (find && find.start >= (finds.at(-1)?.end ?? 0)) finds.push(find);
  }
  return finds;
}

function emailAround(tokens: readonly Token[], at: number, isMail: boolean): Find | null {
  const domainFrom = wordAt(tokens, at + 1) === 'sign' ? at + 2 : at + 1;
  const after = tokens[domainFrom + 1];
  const isMailOnly =
    MAIL_ONLY.has(wordAt(tokens, domainFrom)) && (!isPart(after) || ENDS.has(after?.word ?? ''));
  const end = domainEnd(tokens, domainFrom, isMail || isMailOnly);
  const start = localStart(tokens, at);
  if (end < 0 || start >= at) return null;
  const isWeb =
    WEB_LEADS.has(wordAt(tokens, at - 1)) && !PROVIDERS.has(wordAt(tokens, domainFrom)) && !isMail;
  const [first, last] = [tokens[start], tokens[end - 1]];
  if (isWeb || first === undefined || last === undefined) return null;
  return { kind: 'email', start: first.start, end: last.end };
}
