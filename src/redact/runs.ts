import { FILLERS, HEARD_AS_DIGITS, LEANING_WORDS, MISHEARD_WORDS, NUMBER_WORDS } from './number-words.ts';
import { isJoined, type Token } from './tokens.ts';

/** One number within a run: its tokens [from, to) and the digits that it stands for. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
  readonly spoken: boolean;
}

/** Numbers that follow each other, written or spoken: tokens [from, to). */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly pieces: readonly Piece[];
  readonly digits: string;
  /** Written as an amount of millions, 77,120,384: a number only where its cue stands right before it. */
  readonly isAmount: boolean;
}

/** Between two pieces of a run: "4111 - 1111", "four uh comma one". */
const MAX_JOINERS = 3;
const JOINING_SIGNS = new Set([',', '.', '-', '(', ')', '…', '_']);

const isJoiner = ({ word, kind }: Token): boolean =>
  kind === 'sign' ? JOINING_SIGNS.has(word) : FILLERS.has(word);

const isNumber = (token: Token | undefined): boolean =>
  token !== undefined && (token.kind === 'digits' || NUMBER_WORDS.has(token.word));

/** "oh thousand" is none. */
const beginsNumber = (token: Token | undefined): boolean =>
  isNumber(token) && NUMBER_WORDS.get(token?.word ?? '')?.type !== 'power';

const piece = (from: number, to: number, digits: string, spoken = true): Piece => ({
  from,
  to,
  digits,
  spoken,
});

/** The number that begins at a token, or null; `before` is the piece that it follows. */
function pieceAt(tokens: readonly Token[], at: number, before: Piece | undefined): Piece | null {
  const token = tokens[at];
  if (token === undefined || token.kind === 'sign' || token.kind === 'mixed') return null;
  if (token.kind === 'digits') return piece(at, at + 1, token.word, false);
  const number = NUMBER_WORDS.get(token.word);
  if (number === undefined) return leaningAt(tokens, at, token.word, before);
  if (number.type === 'repeat') return repeatedAt(tokens, at, number.times);
  if (number.type === 'ten') return tensAt(tokens, at, number.digits);
  if (number.type === 'hundreds') return hundredsAt(tokens, at, number.digits);
  if (number.type === 'power') return before ? piece(at, at + 1, number.digits) : null;
  return piece(at, at + 1, number.digits);
}

function leaningAt(
  tokens: readonly Token[],
  at: number,
  word: string,
  before: Piece | undefined,
): Piece | null {
  const leaning = LEANING_WORDS.get(word);
  if (leaning !== undefined) {
    const leans =
      before !== undefined || beginsNumber(tokens[at + 1]) || LEANING_WORDS.has(tokens[at + 1]?.word ?? '');
    return leans ? piece(at, at + 1, leaning) : null;
  }
  const misheard = MISHEARD_WORDS.get(word);
  if (misheard === undefined) return null;
  const next = NUMBER_WORDS.get(tokens[at + 1]?.word ?? '');
  const isWithin = before?.spoken && before.to === at && before.digits.length === 1 && next?.type === 'unit';
  const isLong = isNumber(tokens[at - 2]) || isNumber(tokens[at + 2]);
  const isHeard = (isWithin && isLong) || isAmongDigits(tokens, at);
  return isHeard && !isFromTo(tokens, at) ? piece(at, at + 1, misheard) : null;
}

const isDigitWord = (token: Token | undefined): boolean =>
  token !== undefined &&
  (NUMBER_WORDS.get(token.word)?.type === 'unit' ||
    LEANING_WORDS.has(token.word) ||
    MISHEARD_WORDS.has(token.word));

const isSmallWord = (token: Token | undefined): boolean =>
  token !== undefined && MISHEARD_WORDS.has(token.word) && !HEARD_AS_DIGITS.has(token.word);

/** So many words on each side are looked at: no PIN is longer, and of a card these are enough. */
const HEARD_WITHIN = 8;
const MIN_HEARD = 4;
const MIN_SURE = 2;

/** Where the words begin, or end, that may all be digits: "for eight to six"; no two small words in a row. */
function digitWordsEnd(tokens: readonly Token[], at: number, step: 1 | -1): number {
  let end = at;
  while (Math.abs(end - at) < HEARD_WITHIN && isDigitWord(tokens[end + step])) {
    if (isSmallWord(tokens[end]) && isSmallWord(tokens[end + step])) break;
    end += step;
  }
  return end;
}

const NAMERS = new Set(['is', "it's", "that's", 'pin', 'number', ',', ':', 'uh', 'um']);

/** "change it to five five five", "one two three four for my bill": at an end the small word is one, but where nothing else stands. */
function isOpenEnded(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  const isFirst = before !== undefined && !isDigitWord(before) && !NAMERS.has(before.word);
  return (
    isSmallWord(tokens[at]) &&
    (isFirst || (after !== undefined && after.kind !== 'sign' && !isDigitWord(after)))
  );
}

function isAmongDigits(tokens: readonly Token[], at: number): boolean {
  if (isOpenEnded(tokens, at)) return false;
  const words = tokens.slice(digitWordsEnd(tokens, at, -1), digitWordsEnd(tokens, at, 1) + 1);
  return words.length >= MIN_HEARD && words.filter((token) => !isSmallWord(token)).length >= MIN_SURE;
}

/** "from one two three four to four three two one" are two numbers. */
function isFromTo(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.word === 'to' && tokens[digitWordsEnd(tokens, at, -1) - 1]?.word === 'from';
}

/** "double seven", "triple oh", "double 5" */
function repeatedAt(tokens: readonly Token[], at: number, times: number): Piece | null {
  const token = tokens[at + 1];
  if (token === undefined) return null;
  const number = NUMBER_WORDS.get(token.word);
  const digit = number?.type === 'unit' ? number.digits : (LEANING_WORDS.get(token.word) ?? token.word);
  return /^\d$/.test(digit) ? piece(at, at + 2, digit.repeat(times)) : null;
}

/** "forty one", "treinta y cuatro", "forty" */
function tensAt(tokens: readonly Token[], at: number, tens: string): Piece {
  const unitAt = tokens[at + 1]?.word === 'y' ? at + 2 : at + 1;
  const unit = NUMBER_WORDS.get(tokens[unitAt]?.word ?? '');
  if (unit?.type !== 'unit' || unit.digits === '0') return piece(at, at + 1, tens);
  return piece(at, unitAt + 1, tens.charAt(0) + unit.digits);
}

/** "seiscientos doce" */
function hundredsAt(tokens: readonly Token[], at: number, hundreds: string): Piece {
  const rest = NUMBER_WORDS.get(tokens[at + 1]?.word ?? '');
  if (rest?.type === 'teen') return piece(at, at + 2, hundreds.charAt(0) + rest.digits);
  if (rest?.type !== 'ten') return piece(at, at + 1, hundreds);
  const tens = tensAt(tokens, at + 1, rest.digits);
  return piece(at, tens.to, hundreds.charAt(0) + tens.digits);
}

/** The end (exclusive) of an amount that begins at a token, as in 84.12 or 1,284.50, else `at`. */
function amountEnd(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.kind !== 'digits' || !isJoined(tokens[at], tokens[at + 1])) return at;
  if (isJoined(tokens[at - 1], tokens[at])) return at;
  let end = at + 1;
  let last = 0;
  while (isJoined(tokens[end - 1], tokens[end]) && isJoined(tokens[end], tokens[end + 1])) {
    const size = tokens[end + 1]?.kind === 'digits' ? (tokens[end + 1]?.word.length ?? 0) : 0;
    if (!'.,'.includes(tokens[end]?.word ?? '-') || size === 0 || size > 3) break;
    end += 2;
    last = size;
    if (size < 3) break;
  }
  const goesOn = isJoined(tokens[end - 1], tokens[end]) && isJoined(tokens[end], tokens[end + 1]);
  const isAmount = last > 0 && !(goesOn && tokens[end + 1]?.kind === 'digits');
  const isThousands =
    isAmount && last === 3 && (tokens[at]?.word.length ?? 9) <= 3 && tokens[at + 1]?.word === ',';
  return isAmount && (last < 3 || isThousands) ? end : at;
}

/** "77,120,384", "4,826"; null for other amounts. */
function millionsOf(tokens: readonly Token[], from: number, to: number): Run | null {
  const groups = tokens.slice(from, to).filter(({ kind }) => kind === 'digits');
  const isMillions = groups.length > 1 && groups.every(({ word }, index) => index === 0 || word.length === 3);
  if (!isMillions || tokens.slice(from, to).some(({ word }) => word === '.')) return null;
  const digits = groups.map(({ word }) => word).join('');
  return { from, to, pieces: [piece(from, to, digits, false)], digits, isAmount: true };
}

/** Where the next piece of a run may begin: behind its joiners. */
function skipJoiners(tokens: readonly Token[], at: number): number {
  let next = at;
  while (next - at < MAX_JOINERS && tokens[next] !== undefined && isJoiner(tokens[next] as Token)) next += 1;
  return next;
}

/** "a hundred and one" */
function skipAnd(tokens: readonly Token[], at: number): number {
  const power = NUMBER_WORDS.get(tokens[at - 1]?.word ?? '')?.type === 'power';
  return power && tokens[at]?.word === 'and' ? at + 1 : at;
}

function runFrom(tokens: readonly Token[], first: Piece): Run {
  const pieces = [first];
  let last = first;
  let digits = first.digits;
  for (;;) {
    const at = skipJoiners(tokens, skipAnd(tokens, last.to));
    const next = amountEnd(tokens, at) > at ? null : pieceAt(tokens, at, last);
    if (next === null)
      return {
        from: first.from,
        to: last.to,
        pieces,
        digits: cardinalOf(tokens, pieces) ?? digits,
        isAmount: false,
      };
    pieces.push(next);
    digits += next.digits;
    last = next;
  }
}

/** "four thousand eight hundred twenty six" is 4826; null for what is no count. */
function cardinalOf(tokens: readonly Token[], pieces: readonly Piece[]): string | null {
  const isCount = pieces.some(({ from, digits }) => digits === '000' && isPower(tokens[from]));
  if (!isCount || pieces.some(({ spoken }) => !spoken)) return null;
  let [total, current, room] = [0, 0, Number.POSITIVE_INFINITY];
  for (const { from, digits } of pieces) {
    const value = Number(digits);
    if (isPower(tokens[from])) {
      const times = 10 ** digits.length;
      [total, current] = times === 1000 ? [total + current * times, 0] : [total, current * times];
      room = times;
    } else {
      if (value === 0 || value >= room) return null;
      current += value;
      room = value >= 100 ? 100 : value >= 20 && value % 10 === 0 ? 10 : 1;
    }
  }
  return String(total + current);
}

const isPower = (token: Token | undefined): boolean => NUMBER_WORDS.get(token?.word ?? '')?.type === 'power';

/** The runs of numbers in a text, in order. */
export function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < tokens.length; ) {
    const amount = amountEnd(tokens, at);
    if (amount > at) {
      const millions = millionsOf(tokens, at, amount);
      if (millions) runs.push(millions);
      at = amount;
      continue;
    }
    const first = pieceAt(tokens, at, undefined);
    if (first === null) at += 1;
    else {
      const run = runFrom(tokens, first);
      runs.push(run);
      at = run.to;
    }
  }
  return runs;
}
