import { UNITS } from './cue-words.ts';
import type { Find } from './find.ts';
import { type HouseNumber, houseNumbers } from './house-number.ts';
import { isName, STREETS, streetEnd } from './street.ts';
import type { Token } from './tokens.ts';
import type { View } from './view.ts';

const LEADS = new Set("it's its that's is the um uh yes yeah okay ok so es sí , .".split(' '));
const ENDS = new Set('. , ! please'.split(' '));
const MAX_NAMES = 3;
const MIN_DIGITS = 2;
/** "24 please", "15 sorry": no street is called so. */
const NO_STREETS = new Set(
  'please moment sec seconds thanks thank sorry wait okay ok yes yeah again same next other new old right wrong correct maybe think'.split(
    ' ',
  ),
);

/** What a turn holds of an address that was asked for: a number, a number with a name ("1428 Elm"), or a street, and nothing else. */
export function findAddressPart(view: View): Find[] {
  const { tokens } = view;
  let from = 0;
  while (LEADS.has(tokens[from]?.word ?? '')) from += 1;
  const house = houseNumbers(view, true).find((number) => number.from === from);
  const end = house ? numberEnd(tokens, house) : streetOnlyEnd(view, from);
  const [first, last] = [tokens[from], tokens[end - 1]];
  if (first === undefined || last === undefined || !isAtEnd(tokens, end)) return [];
  return [{ kind: 'address', start: first.start, end: last.end }];
}

const isAtEnd = (tokens: readonly Token[], end: number): boolean =>
  tokens.slice(end).every(({ word }) => ENDS.has(word));

const isStreetName = (token: Token | undefined): boolean =>
  token !== undefined && isName(token) && !NO_STREETS.has(token.word) && !UNITS.has(token.word);

function numberEnd(tokens: readonly Token[], { to, digits }: HouseNumber): number {
  if (digits.length < MIN_DIGITS) return -1;
  let end = to;
  while (end - to < MAX_NAMES && isStreetName(tokens[end])) end += 1;
  return end;
}

/** "Elm Street" */
function streetOnlyEnd(view: View, from: number): number {
  const end = isStreetName(view.tokens[from]) ? streetEnd(view, from, false) : -1;
  return STREETS.has(view.tokens[end - 1]?.word ?? '') ? end : -1;
}
