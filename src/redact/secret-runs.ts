import { REDACTION_KIND_NAMES, type RedactionKind } from '../contract/redactions.ts';
import { isCard, isIssued } from './card.ts';
import { LINKS, type Meaning, TIME_LEADS, UNITS } from './cue-words.ts';
import { type Cue, cueAfter, cueBefore, isQualifier } from './cues.ts';
import { FILLERS } from './number-words.ts';
import type { Run } from './runs.ts';
import { isJoined, type Token } from './tokens.ts';
import type { View } from './view.ts';

interface Bounds {
  /** Digits after a cue, whatever words stand between in the sentence. */
  readonly far: number;
  /** Digits right after a cue, or as the answer to a question. */
  readonly near: number;
  /** Digits of a part of an answer, when the turn says nothing else. */
  readonly part: number;
  readonly max: number;
}

const BOUNDS: Readonly<Partial<Record<RedactionKind, Bounds>>> = {
  card: { far: 8, near: 4, part: 2, max: 24 },
  cvv: { far: 3, near: 3, part: 3, max: 4 },
  pin: { far: 4, near: 4, part: 3, max: 8 },
  bank: { far: 6, near: 3, part: 3, max: 24 },
  national_id: { far: 7, near: 4, part: 2, max: 14 },
  phone: { far: 7, near: 7, part: 3, max: 15 },
  account: { far: 6, near: 4, part: 2, max: 24 },
};

const NO_PHONE = new Set([8]);

const KINDS: ReadonlySet<Meaning> = new Set(REDACTION_KIND_NAMES);
export const isKind = (meaning: Meaning): meaning is RedactionKind => KINDS.has(meaning);

const isLink = ({ word, kind }: Token): boolean =>
  (kind === 'sign' && !word.startsWith(']')) ||
  word.length === 1 ||
  LINKS.has(word) ||
  FILLERS.has(word) ||
  /^\d+$/.test(word);

/** Nothing but small words stands between: a short number belongs to its cue. */
function isLinked(tokens: readonly Token[], from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === 'digits' || !isLink(token)) return false;
  }
  return true;
}

/** A turn of numbers and small words only: "it's 4111 1111", "um one one one one". */
export function isBareAnswer(tokens: readonly Token[], runs: readonly Run[]): boolean {
  let next = 0;
  for (const run of [...runs, { from: tokens.length, to: tokens.length }]) {
    for (; next < run.from; next++) {
      const token = tokens[next];
      if (token && !isLink(token)) return false;
    }
    next = run.to;
  }
  return true;
}

/** "at ten fifteen", "since 2015" */
const MAX_TIME_DIGITS = 4;

/** Money, a time, a count, a year, or part of a name as in R-7000P. */
export function isOrdinary({ tokens }: Pick<View, 'tokens'>, run: Run): boolean {
  const before = tokens[run.from - 1];
  const first = tokens[run.from];
  const last = tokens[run.to - 1];
  const after = tokens[run.to];
  if (before && /^[$€£]$/.test(before.word)) return true;
  if (run.digits.length <= MAX_TIME_DIGITS && TIME_LEADS.has(before?.word ?? '')) return true;
  if (isYearAfterIn(tokens, run) || isDay(run)) return true;
  if (after && UNITS.has(after.word)) return true;
  const isPartBefore = isJoined(before, first) && (before?.kind !== 'sign' || '/_'.includes(before.word));
  const isPartAfter = isJoined(last, after) && (after?.kind !== 'sign' || '/_:'.includes(after.word));
  return isPartBefore || isPartAfter;
}

const DAY = /^(?:\d{4} \d{1,2} \d{1,2}|\d{1,2} \d{1,2} (?:19|20)\d\d)$/;

/** 2025-01-31 */
const isDay = ({ pieces }: Run): boolean =>
  pieces.length === 3 && DAY.test(pieces.map(({ digits }) => digits).join(' '));

/** "in 2024", "of twenty twenty five", but not "ending in 2024". */
function isYearAfterIn(tokens: readonly Token[], run: Run): boolean {
  const lead = tokens[run.from - 1]?.word ?? '';
  const isIn = lead === 'in' || lead === 'en' || lead === 'of' || lead === 'may' || lead === 'march';
  const isEnding = /^(?:end|start|begin|term|empie)/.test(tokens[run.from - 2]?.word ?? '');
  return isIn && !isEnding && /^(?:19|20)\d\d$/.test(run.digits);
}

const fits = (kind: RedactionKind, digits: number, min: 'far' | 'near' | 'part'): boolean => {
  const bounds = BOUNDS[kind];
  if (bounds === undefined || digits < bounds[min] || digits > bounds.max) return false;
  return kind !== 'phone' || min === 'part' || !NO_PHONE.has(digits);
};

/** What a run of numbers is: by its cue, else by the question, else by what is known or looks like one; null when it stays. */
export function kindOfRun(view: View, run: Run, isBare: boolean): RedactionKind | null {
  if (run.pieces.some(({ spoken }) => spoken) && isCard(run.digits)) return 'card';
  if (isOrdinary(view, run)) return null;
  const before = cueBefore(view.tokens, view.cues, run.from);
  if (run.isAmount) return kindOfAmount(view, before, run, isBare);
  if (before && !before.weak) {
    const answer = leavesAnswer(view, before, run) ? kindByQuestion(view, run, isBare) : null;
    return (
      kindByCue(view, before, run) ??
      answer ??
      kindKnownBehind(view, before, run) ??
      kindByIssuer(view, before, run)
    );
  }
  return (
    kindByName(view, run) ??
    kindByQuestion(view, run, isBare) ??
    kindKnown(view, run) ??
    (before ? kindByCue(view, before, run) : null) ??
    kindByIssuer(view, before, run) ??
    kindReadBack(view, run) ??
    kindBySound(view, run) ??
    kindBare(view, run, isBare)
  );
}

/** Digits that are no amount: what is paid has fewer. */
const MIN_NO_AMOUNT = 7;

/** Whether a number may answer the question although another cue stands before it: "the code is 4826", "the number on my bill is …". */
function leavesAnswer({ asked, expected, tokens }: View, cue: Cue, { digits }: Run): boolean {
  if (cue.meaning === asked || expected === null) return cue.meaning === asked;
  if (cue.meaning === 'other') return true;
  if (cue.meaning !== 'money' && cue.meaning !== 'thing') return false;
  if (digits.length < MIN_NO_AMOUNT && cue.meaning === 'money') return false;
  return cue.meaning === 'money' || isQualifier(tokens, cue);
}

/** "my account number is 77,120,384", or the answer to a question for it. */
function kindOfAmount(view: View, cue: Cue | undefined, run: Run, isBare: boolean): RedactionKind | null {
  const isNear = cue !== undefined && isLinked(view.tokens, cue.to, run.from);
  const kind = isNear ? kindByCue(view, cue, run) : cue || !isBare ? null : kindByQuestion(view, run, isBare);
  return kind === 'pin' || run.digits.length >= MIN_NO_AMOUNT ? kind : null;
}

/** Nothing but one long number, of which nobody asked: what callers key or say so is somebody's. Epochs, serial numbers and IMEIs are not of this form. */
const BARE = /^(?!1[5-9]\d{8}$)\d{9,12}$/;
const NORTH_AMERICAN = /^1?[2-9]\d\d[2-9]\d{6}$/;

function kindBare(
  { asked, around, runs }: View,
  { digits, pieces }: Run,
  isBare: boolean,
): RedactionKind | null {
  const isAlone = around.isCaller && asked === null && isBare && runs.length === 1 && pieces.length === 1;
  if (!isAlone || pieces[0]?.spoken || !BARE.test(digits)) return null;
  return NORTH_AMERICAN.test(digits) ? 'phone' : 'account';
}

function kindByName({ tokens, cues }: View, run: Run): RedactionKind | null {
  const meaning = cueAfter(tokens, cues, run.to)?.meaning;
  return meaning && isKind(meaning) && fits(meaning, run.digits.length, 'near') ? meaning : null;
}

function kindByQuestion({ asked, around }: View, run: Run, isBare: boolean): RedactionKind | null {
  if (asked === null || !isKind(asked) || (asked === 'cvv' && around.asksCode)) return null;
  const { digits, pieces } = run;
  // Said in words it is no day and no order, and a digit or two may not have been heard.
  const isEightSaid = asked === 'phone' && NO_PHONE.has(digits.length) && pieces.some(({ spoken }) => spoken);
  return fits(asked, digits.length, isBare || isEightSaid ? 'part' : 'near') ? asked : null;
}

function kindByCue({ tokens }: View, cue: Cue, run: Run): RedactionKind | null {
  const isNear = isLinked(tokens, cue.to, run.from);
  if (!isKind(cue.meaning) || (cue.weak && !isNear)) return null;
  return fits(cue.meaning, run.digits.length, isNear ? 'near' : 'far') ? cue.meaning : null;
}

/** Fewer digits could be anything when they come again. */
export const MIN_KNOWN = 4;
const MIN_KNOWN_AS_OTHER = 9;

function kindKnown(view: View, { digits }: Run): RedactionKind | null {
  return digits.length < MIN_KNOWN ? null : (view.around.knownAs(digits) ?? null);
}

/** Behind "order number is" the digits of a secret are another thing's, unless all of a long one is said. */
function kindKnownBehind(view: View, cue: Cue, run: Run): RedactionKind | null {
  const isOthers = !isKind(cue.meaning) && isLinked(view.tokens, cue.to, run.from);
  return isOthers && run.digits.length < MIN_KNOWN_AS_OTHER ? null : kindKnown(view, run);
}

/** Of a card's form, from a caller: what is wrong by Luhn was misheard. */
function kindByIssuer(
  { around, tokens, cues, asked }: View,
  cue: Cue | undefined,
  run: Run,
): RedactionKind | null {
  if (!around.isCaller || !isIssued(run.digits)) return null;
  const isThing = [cue?.meaning, cueAfter(tokens, cues, run.to)?.meaning, asked].includes('thing');
  return isThing ? null : 'card';
}

const READ_BACK = new Set(
  'entered said keyed typed gave correct right dijo marcó ingresó digitó correcto registrado'.split(' '),
);
/** "the number on file" */
const ON_FILE = 'file';
/** A sentence without any of these reads nothing back. */
export const READ_BACK_WORDS: readonly string[] = [...READ_BACK, ON_FILE];
/** Numbers of a sentence that reads one back. */
const MAX_READ_BACK = 8;
const isReadBack = (tokens: readonly Token[]): boolean =>
  tokens.some(({ word }, at) => READ_BACK.has(word) || (word === ON_FILE && tokens[at - 1]?.word === 'on'));
const READ = /^\d{7,12}$/;

/** "You entered 2125550143", "Is 2125550143 correct?": what a caller gave where the log does not show it. */
function kindReadBack({ around, tokens, runs }: View, { digits }: Run): RedactionKind | null {
  const { askedOfCaller } = around;
  if (askedOfCaller === undefined || runs.length > MAX_READ_BACK || !isReadBack(tokens)) return null;
  if (askedOfCaller === null)
    return !READ.test(digits) ? null : NORTH_AMERICAN.test(digits) ? 'phone' : 'account';
  return isKind(askedOfCaller) && fits(askedOfCaller, digits.length, 'near') ? askedOfCaller : null;
}

/** Said digit by digit, so many of them are no count and no amount: a phone number, where nothing says that it is another. */
const MIN_SAID = 9;
const MAX_SAID = 13;
/** A local number, each digit of it a word of its own. */
const LOCAL_SAID = 7;
/** "one two three four five six seven" tries the microphone. */
const COUNTED = '0123456789';
const MAX_DIGITS_PER_PIECE = 2;
/** What "thousand" adds: no number that is said digit by digit has it. */
const THOUSAND = '000';

function kindBySound({ asked, tokens, cues }: View, run: Run): RedactionKind | null {
  const { digits, pieces } = run;
  const spoken = pieces.filter((piece) => piece.spoken).length;
  const meaning = cueAfter(tokens, cues, run.to)?.meaning ?? asked;
  if (meaning !== null && !isKind(meaning)) return null;
  const isCount = pieces.some(({ digits: said, spoken: word }) => word && said === THOUSAND);
  const isSaid = !isCount && digits.length >= MIN_SAID && digits.length <= MAX_SAID;
  const isLocal =
    digits.length === LOCAL_SAID && spoken === LOCAL_SAID && meaning === null && !COUNTED.includes(digits);
  return isLocal || (isSaid && digits.length < spoken * MAX_DIGITS_PER_PIECE) ? 'phone' : null;
}
