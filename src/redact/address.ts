import { findAddressPart } from './address-part.ts';
import type { Find } from './find.ts';
import { type HouseNumber, houseNumbers, MAX_NUMBER_DIGITS } from './house-number.ts';
import { NUMBER_WORDS } from './number-words.ts';
import type { Run } from './runs.ts';
import { DIRECTIONS, isName, MAX_NAME_WORDS, NO_NAMES, STREET_NAMES, streetEnd } from './street.ts';
import { isJoined, type Token } from './tokens.ts';
import type { View } from './view.ts';

const CALLES = new Set(
  'calle carrera avenida avda av plaza paseo camino carretera calzada carrer c'.split(' '),
);
const CALLE_WORDS = new Set('de la del los las el número numero nº núm num no'.split(' '));
const FLATS = new Set(['flat', 'apartment', 'apt', 'unit']);
const UNITS = new Set('apt apartment unit suite ste floor flat room número piso puerta portal'.split(' '));

const wordAt = (tokens: readonly Token[], at: number): string => tokens[at]?.word ?? '';

/** The end with what may follow a street: a direction, a flat. */
function withUnit({ tokens, runAt }: View, end: number): number {
  let at = wordAt(tokens, end) === '.' && isJoined(tokens[end - 1], tokens[end]) ? end + 1 : end;
  const plain = at;
  if (DIRECTIONS.has(wordAt(tokens, at))) at += 1;
  const afterComma = wordAt(tokens, at) === ',' ? at + 1 : at;
  const isUnit = UNITS.has(wordAt(tokens, afterComma)) || wordAt(tokens, afterComma) === '#';
  if (!isUnit) return at === plain ? end : at;
  const run = runAt.get(afterComma + 1);
  return run ? run.to : Math.min(tokens.length, afterComma + 2);
}

function find(tokens: readonly Token[], from: number, to: number): Find | null {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first && last ? { kind: 'address', start: first.start, end: last.end } : null;
}

/** "123 Main Street Apt 5" */
function numberFirst(view: View, { from, to }: HouseNumber, isSpokenOf: boolean): Find | null {
  const end = streetEnd(view, to, isSpokenOf);
  return end < 0 ? null : find(view.tokens, from, withUnit(view, end));
}

/** "Calle Mayor 15, 3 B" */
function numberLast(view: View, run: Run, isSpokenOf: boolean): Find | null {
  const { tokens } = view;
  let from = run.from - 1;
  if (wordAt(tokens, from) === ',') from -= 1;
  for (let words = 0; from >= 0 && words <= MAX_NAME_WORDS; from--, words++) {
    const word = wordAt(tokens, from);
    if (CALLES.has(word)) break;
    if (word === '#' || isNumberedCalle(tokens, from)) continue;
    if (word === '/' && wordAt(tokens, from - 1) === 'c') continue;
    if (tokens[from]?.kind !== 'word' || (!CALLE_WORDS.has(word) && NO_NAMES.has(word))) return null;
  }
  if (isRoad(tokens, from, run) && !isSpokenOf) return null;
  const isShort = wordAt(tokens, from) === 'c' && wordAt(tokens, from + 1) !== '/';
  if (!CALLES.has(wordAt(tokens, from)) || isShort || run.digits.length > MAX_NUMBER_DIGITS) return null;
  if (/^(?:euros?|pesos?|d[oó]lares|metros|veces|d[ií]as|minutos|horas)$/.test(wordAt(tokens, run.to)))
    return null;
  return find(tokens, from, withDoor(tokens, run.to));
}

/** "Carrera 7 número 71-21" */
const isNumberedCalle = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.kind === 'digits' &&
  CALLES.has(wordAt(tokens, at - 1)) &&
  (CALLE_WORDS.has(wordAt(tokens, at + 1)) || wordAt(tokens, at + 1) === '#');

const ROADS = new Set(['carretera', 'carrera']);

/** "la carretera 7" is any road. */
const isRoad = (tokens: readonly Token[], from: number, run: Run): boolean =>
  ROADS.has(wordAt(tokens, from)) && from + 1 === run.from;

/** "Flat 3, 12 Oak House" */
function flatFirst(view: View, run: Run, isSpokenOf: boolean): Find | null {
  const { tokens, runAt } = view;
  const from = run.from - 1;
  if (!isSpokenOf || !FLATS.has(wordAt(tokens, from))) return null;
  const house = pairOf(tokens, run) ?? runAt.get(wordAt(tokens, run.to) === ',' ? run.to + 1 : run.to);
  let end = house?.to ?? -1;
  const names = end;
  while (end > 0 && end - names < MAX_NAME_WORDS && isName(tokens[end])) end += 1;
  return end > names ? find(tokens, from, end) : null;
}

/** The comma in "3, 12" is one within a run. */
const pairOf = (tokens: readonly Token[], run: Run): Run | null =>
  tokens.slice(run.from, run.to).some(({ word }) => word === ',') ? run : null;

/** "3 B", "tercero b" behind a comma of the run's own are taken with it. */
function withDoor(tokens: readonly Token[], end: number): number {
  const isLetter =
    tokens[end]?.kind === 'word' && wordAt(tokens, end).length === 1 && !'yaoe'.includes(wordAt(tokens, end));
  return isLetter ? end + 1 : end;
}

const BOX_ENDS = new Set(['box', 'apartado', 'correos', 'postal', 'number', 'número']);

/** "P.O. Box 4471" */
function postBox(view: View, run: Run): Find | null {
  const { tokens } = view;
  if (!BOX_ENDS.has(wordAt(tokens, run.from - 1))) return null;
  const words = [6, 5, 4, 3, 2, 1]
    .map((back) => wordAt(tokens, run.from - back))
    .filter((word) => word !== '.');
  const said = words.join(' ');
  const lead =
    /(?:^| )(p o box|po box|post office box|apartado(?: de correos| postal)?)(?: número| number)?$/.exec(
      said,
    )?.[1];
  if (lead === undefined) return null;
  let from = run.from;
  while (from > 0 && !/^(?:p|po|post|apartado)$/.test(wordAt(tokens, from))) from -= 1;
  return find(tokens, from, run.to);
}

/** "oh oh" */
const NO_NUMBER = /^0+$/;

/** Street addresses and post office boxes. */
export function findAddresses(view: View): Find[] {
  if (view.runs.length === 0 && view.digits === 0 && view.expected !== 'address') return [];
  const isSpokenOf = view.asked === 'address' || view.cues.some((cue) => cue.meaning === 'address');
  const finds: Find[] = [];
  for (const run of view.runs) {
    if (NO_NUMBER.test(run.digits)) continue;
    const found = postBox(view, run) ?? numberLast(view, run, isSpokenOf) ?? flatFirst(view, run, isSpokenOf);
    if (found && finds.at(-1)?.start === found.start) finds.pop();
    if (found) finds.push(found);
  }
  for (const house of houseNumbers(view, isSpokenOf)) {
    const found = numberFirst(view, house, isSpokenOf);
    if (found) finds.push(found);
  }
  return finds.length === 0 && view.expected === 'address' ? findAddressPart(view) : finds;
}

export const STREET_WORDS: Iterable<string> = [
  ...STREET_NAMES,
  ...CALLES,
  'box',
  'apartado',
  'flat',
  'vivo',
].filter((word) => word.length > 1 && !NUMBER_WORDS.has(word));
