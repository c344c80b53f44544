import { ORDINALS } from './number-words.ts';
import type { Run } from './runs.ts';
import { isJoined, type Token } from './tokens.ts';
import type { View } from './view.ts';

export const MAX_NUMBER_DIGITS = 6;
/** "221b"; "5g" and "4k" number no house. */
const LETTERED = /^(?!\d[gkxdm]$)\d{1,5}[a-z]$/;

/** The number of a house: tokens [from, to). */
export interface HouseNumber {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
}

const wordAt = (tokens: readonly Token[], at: number): string => tokens[at]?.word ?? '';

/** What may number a house: one or two numbers, not part of a name, not "twenty third"; "221B", "12-A". */
export function houseNumbers(view: View, isSpokenOf: boolean): HouseNumber[] {
  const { tokens } = view;
  const lettered = tokens.flatMap(({ kind, word }, at) =>
    kind === 'mixed' && LETTERED.test(word) ? [{ from: at, to: at + 1, digits: word }] : [],
  );
  const numbers = view.runs.map((run) => withLetter(tokens, run));
  const all = lettered.length === 0 ? numbers : [...numbers, ...lettered].sort((a, b) => a.from - b.from);
  return all.filter((house) => isHouseNumber(view, house, isSpokenOf));
}

/** "12-A" */
function withLetter(tokens: readonly Token[], { from, to, digits }: Run): HouseNumber {
  const [last, dash, letter] = [tokens[to - 1], tokens[to], tokens[to + 1]];
  const isLetter = letter?.kind === 'word' && letter.word.length === 1;
  const isLettered = dash?.word === '-' && isLetter && isJoined(last, dash) && isJoined(dash, letter);
  return { from, to: isLettered ? to + 2 : to, digits };
}

function isHouseNumber(
  { tokens, text }: View,
  { from, to, digits }: HouseNumber,
  isSpokenOf: boolean,
): boolean {
  if (digits.length > MAX_NUMBER_DIGITS || ORDINALS.has(wordAt(tokens, to))) return false;
  if (wordAt(tokens, from) === 'one' && to - from === 1 && !isSpokenOf) return false;
  const gap = text.slice(tokens[to - 1]?.end, tokens[to]?.start);
  return !isJoined(tokens[from - 1], tokens[from]) && (gap === ' ' || to === tokens.length);
}
