import { isCard, MIN_DIGITS } from './card.ts';
import { FILLERS } from './number-words.ts';
import type { Run } from './runs.ts';
import type { Token } from './tokens.ts';

const CORRECTIONS = new Set(
  "sorry no wait i mean or actually rather and then make that it's uh um oh oops , . - perdón digo no".split(
    ' ',
  ),
);
/** Without one of these nothing was taken back: "seven, and 4826". */
const TAKEN_BACK = new Set('sorry no wait mean actually rather oops perdón digo'.split(' '));
const MAX_CORRECTION = 5;

/** Whether only the words of a correction stand between: "four one one sorry four two one one". */
export function isCorrection(tokens: readonly Token[], from: number, to: number): boolean {
  if (to - from > MAX_CORRECTION) return false;
  return tokens.slice(from, to).every(({ word }) => CORRECTIONS.has(word));
}

/** As `isCorrection`, with a word that takes back what stands before. */
export const isTakenBack = (tokens: readonly Token[], from: number, to: number): boolean =>
  isCorrection(tokens, from, to) && tokens.slice(from, to).some(({ word }) => TAKEN_BACK.has(word));

const PAUSES = new Set(
  "let me see hold hang on wait sorry second moment looking look okay ok yes yeah yep right got that did you have it and then it's that's is next last the four y luego sí ya a ver espera espere un momento , . … ?".split(
    ' ',
  ),
);
const MAX_PAUSE = 6;
/** No card number is broken into more. */
const MAX_BROKEN = 4;

export function isPause(tokens: readonly Token[], from: number, to: number): boolean {
  if (to - from > MAX_PAUSE) return false;
  return tokens.slice(from, to).every(({ word }) => PAUSES.has(word) || FILLERS.has(word));
}

const NONE: ReadonlySet<Run> = new Set();

/** The runs that are a card number together, with "let me see" between them. */
export function brokenCards(tokens: readonly Token[], runs: readonly Run[]): ReadonlySet<Run> {
  const found = new Set<Run>();
  if (runs.length < 2 || runs.reduce((sum, { digits }) => sum + digits.length, 0) < MIN_DIGITS) return NONE;
  for (let from = 0; from < runs.length - 1; from++) {
    let digits = runs[from]?.digits ?? '';
    for (let at = from + 1; at < Math.min(runs.length, from + MAX_BROKEN); at++) {
      const [before, run] = [runs[at - 1], runs[at]];
      if (before === undefined || run === undefined || !isPause(tokens, before.to, run.from)) break;
      digits += run.digits;
      if (isCard(digits)) for (const part of runs.slice(from, at + 1)) found.add(part);
    }
  }
  return found;
}
