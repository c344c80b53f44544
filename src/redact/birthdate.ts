import type { Cue } from './cues.ts';
import type { Find } from './find.ts';
import { LEANING_WORDS, NUMBER_WORDS, ORDINALS } from './number-words.ts';
import type { Token } from './tokens.ts';
import type { View } from './view.ts';

export const MONTHS: ReadonlySet<string> = new Set(
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre'.split(
    ' ',
  ),
);
/** With these a day and a month are enough, as in 5/3. */
export const BIRTH_WORDS: readonly string[] = [
  'birth',
  'birthday',
  'birthdate',
  'born',
  'dob',
  'nací',
  'cumplo',
  'cumpleaños',
];

/** Stand between the parts of a date. */
const GLUE = new Set('of the de del and y uh um , . / - st nd rd th'.split(' '));
const ORDINAL = /^\d{1,2}(?:st|nd|rd|th)$/;
/** A day by itself; "one second" is none. */
const isOrdinal = (word: string): boolean =>
  ORDINAL.test(word) || (ORDINALS.has(word) && word !== 'second') || NUMBER_WORDS.get(word)?.type === 'teen';
/** Between a cue and its date. */
const LEADS = new Set(
  "is was on in en the my as it's its es el fue fecha i a were of date : , - = ? . / that's that yes yeah uh um number".split(
    ' ',
  ),
);
const MAX_LEADS = 6;
const MAX_PARTS = 14;

type Part = 'number' | 'month' | 'glue' | null;

function partOf({ word, kind }: Token): Part {
  if (MONTHS.has(word)) return 'month';
  if (kind === 'digits' || ORDINAL.test(word) || ORDINALS.has(word)) return 'number';
  if (NUMBER_WORDS.has(word) || LEANING_WORDS.has(word)) return 'number';
  return GLUE.has(word) ? 'glue' : null;
}

interface Parts {
  readonly end: number;
  readonly numbers: number;
  readonly digits: number;
  readonly months: number;
  /** As in 5/3. */
  readonly isSlashed: boolean;
  /** "fourteenth", or "fourteen": a day by itself. */
  readonly isOrdinal: boolean;
}

/** The parts of a date from a token on, without the glue at its end. */
function datePartsFrom(tokens: readonly Token[], from: number): Parts {
  let parts: Parts = { end: from, numbers: 0, digits: 0, months: 0, isSlashed: false, isOrdinal: false };
  for (let at = from; at < tokens.length && at - from < MAX_PARTS; at++) {
    const token = tokens[at];
    const part = token ? partOf(token) : null;
    if (token === undefined || part === null) break;
    if (part === 'glue') continue;
    const digits = token.kind === 'digits' ? token.word.length : 0;
    parts = {
      end: at + 1,
      numbers: parts.numbers + (part === 'number' && !LEANING_WORDS.has(token.word) ? 1 : 0),
      digits: parts.digits + digits,
      months: parts.months + (part === 'month' ? 1 : 0),
      isSlashed: parts.isSlashed || (digits > 0 && tokens[at - 1]?.word === '/'),
      isOrdinal: parts.isOrdinal || isOrdinal(token.word),
    };
  }
  return parts;
}

/** A month with a day, or numbers enough for a day and a month. */
function isDate({ numbers, digits, months, isSlashed }: Parts, isCued = false): boolean {
  if (isCued && isSlashed && numbers > 1) return true;
  if (months > 0) return numbers > 0;
  return digits >= 4 || (digits === 0 && numbers >= 3) || (digits > 0 && numbers >= 3);
}

/** "march", "fourteenth", "85": no single key is one. */
const isDatePart = ({ numbers, digits, months, isOrdinal }: Parts): boolean =>
  months > 0 || isOrdinal || digits > 1 || numbers > 1;

function dateFrom(tokens: readonly Token[], from: number, isPart = false, isCued = false): Find | null {
  const parts = datePartsFrom(tokens, from);
  const isThe = ['the', 'el'].includes(tokens[from - 1]?.word ?? '');
  const [first, last] = [tokens[isThe ? from - 1 : from], tokens[parts.end - 1]];
  if (!(isDate(parts, isCued) || (isPart && isDatePart(parts))) || first === undefined || last === undefined)
    return null;
  return { kind: 'birthdate', start: first.start, end: last.end };
}

function dateAfter(tokens: readonly Token[], cue: Cue): Find | null {
  for (let at = cue.to; at < tokens.length && at - cue.to <= MAX_LEADS; at++) {
    const token = tokens[at];
    if (token === undefined) return null;
    const part = partOf(token);
    if (part === 'number' || part === 'month') return dateFrom(tokens, at, false, true);
    if (!LEADS.has(token.word) && part !== 'glue') return null;
  }
  return null;
}

const NAMERS = new Set(['is', 'es', 'was', "that's", 'era']);
const OWNERS = new Set('my his her their our the your mi su el la'.split(' '));

/** "03/05/1982 is my date of birth" */
function dateBefore(tokens: readonly Token[], cue: Cue): Find | null {
  const isOwned = OWNERS.has(tokens[cue.from - 1]?.word ?? '');
  const namer = isOwned ? cue.from - 2 : cue.from - 1;
  if (!NAMERS.has(tokens[namer]?.word ?? '')) return null;
  let from = namer;
  while (namer - from < MAX_PARTS && isPart(tokens[from - 1])) from -= 1;
  while (from < namer && GLUE.has(tokens[from]?.word ?? '')) from += 1;
  return datePartsFrom(tokens, from).end === namer ? dateFrom(tokens, from, false, true) : null;
}

const isPart = (token: Token | undefined): boolean => token !== undefined && partOf(token) !== null;

/** Nothing but a date's parts and little words. */
const isBareDate = (tokens: readonly Token[]): boolean =>
  tokens.every((token, at) => {
    const isWait = token.word === 'second' && ['a', 'one'].includes(tokens[at - 1]?.word ?? '');
    return !isWait && (partOf(token) !== null || LEADS.has(token.word));
  });

/** Dates that answer a question for one: wherever they stand in the turn; a part of one by itself while some are missing. */
function datesAnywhere(tokens: readonly Token[], isMissing: boolean): Find[] {
  const isAlone = isMissing && isBareDate(tokens);
  const finds: Find[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const part = token ? partOf(token) : null;
    if (part !== 'number' && part !== 'month') continue;
    const find = dateFrom(tokens, at, isAlone);
    if (find) finds.push(find);
    at = Math.max(at, datePartsFrom(tokens, at).end - 1);
  }
  return finds;
}

type DateView = Pick<View, 'tokens' | 'cues' | 'asked' | 'expected'>;

/** A date with its year, in numbers: three of them, or six digits. */
const WHOLE_PARTS = 3;
const WHOLE_DIGITS = 6;
const WHOLE_AMOUNT = 4;

/** How much of a date a text says; a whole one is 4 or more. */
export function dateAmount(tokens: readonly Token[]): number {
  const { digits, numbers, months } = datePartsFrom(tokens, 0);
  if (digits === 0) return numbers + months;
  return digits >= WHOLE_DIGITS || numbers + months >= WHOLE_PARTS ? WHOLE_AMOUNT : 1;
}

/** Dates of birth: after a cue, and as the answer to a question for one. */
export function findBirthdates({ tokens, cues, asked, expected }: DateView): Find[] {
  const isOther = expected === null && cues.some(({ meaning }) => meaning === 'money' || meaning === 'thing');
  if (asked === 'birthdate' && !isOther) return datesAnywhere(tokens, expected === 'birthdate');
  const finds: Find[] = [];
  for (const cue of cues) {
    const find = cue.meaning === 'birthdate' ? (dateAfter(tokens, cue) ?? dateBefore(tokens, cue)) : null;
    if (find !== null) finds.push(find);
  }
  return finds.filter((find, index) => find.start >= (finds[index - 1]?.end ?? 0));
}
