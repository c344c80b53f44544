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
  const found: HouseNumber[] = [];
  for (const run of view.runs) {
    const house = withLetter(tokens, run);
    if (isHouseNumber(view, house, isSpokenOf)) found.push(house);
  }
  for (let at = 0; at < tokens.length; at++) {
    const { kind = 'sign', word = '' } = tokens[at] ?? {};
    if (kind !== 'mixed' || !LETTERED.test(word)) continue;
    const house = { from: at, to: at + 1, digits: word };
    if (isHouseNumber(view, house, isSpokenOf)) found.push(house);
  }
  return found;
}

/** "12-A" */
function withLetter(tokens: readonly Token[], run: Run): HouseNumber {
  const { from, to, digits } = run;
  const [dash, letter] = [tokens[to], tokens[to + 1]];
  if (dash?.word !== '-' || letter?.kind !== 'word' || letter.word.length !== 1) return run;
  return isJoined(tokens[to - 1], dash) && isJoined(dash, letter) ? { from, to: to + 2, digits } : run;
}

function isHouseNumber(
  { tokens, text }: View,
  { from, to, digits }: HouseNumber,
  isSpokenOf: boolean,
): boolean {
  if (digits.length > MAX_NUMBER_DIGITS || /^0+$/.test(digits) || ORDINALS.has(wordAt(tokens, to)))
    return false;
  if (wordAt(tokens, from) === 'one' && to - from === 1 && !isSpokenOf) return false;
  const gap = text.slice(tokens[to - 1]?.end, tokens[to]?.start);
  return !isJoined(tokens[from - 1], tokens[from]) && (gap === ' ' || to === tokens.length);
}
