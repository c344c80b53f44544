import type { Find } from './find.ts';
import { NUMBER_WORDS, ORDINALS } from './number-words.ts';
import type { Run } from './runs.ts';
import { isJoined, type Token } from './tokens.ts';
import type { View } from './view.ts';

const STREETS = new Set(
  'street avenue ave road rd boulevard blvd lane ln terrace parkway pkwy highway hwy crescent'.split(' '),
);
/** Streets only where an address is spoken of, or where they are written as names: they are ordinary words too. */
const WEAK_STREETS = new Set(
  'st drive dr court ct place pl circle cir square sq close trail alley'.split(' '),
);
const CALLES = new Set('calle avenida avda av plaza paseo camino carretera calzada carrer c'.split(' '));
const CALLE_WORDS = new Set('de la del los las el número numero nº núm num no'.split(' '));
/** Never in a street's name. */
const NO_NAMES = new Set(
  "on in at to of for from with by the a an and or but is are was were be been have has had my your our their his her its this that these those it i you we they he she who what which where when how there here no not down out off up over under more than times time hours hour minutes minute days day weeks week months month years year dollars lines line phones phone gigs people houses blocks block miles mile way both every all per do does did can will would way can't won't isn't".split(
    ' ',
  ),
);
const MAX_NAME_WORDS = 4;
const UNITS = new Set('apt apartment unit suite ste floor flat room número piso puerta portal'.split(' '));
const DIRECTIONS = new Set(
  'n s e w ne nw se sw north south east west northeast northwest southeast southwest'.split(' '),
);
const MAX_NUMBER_DIGITS = 6;

const wordAt = (tokens: readonly Token[], at: number): string => tokens[at]?.word ?? '';

/** Where the street's name ends that begins at a token, or -1. */
function streetEnd(view: View, from: number, isSpokenOf: boolean): number {
  const { tokens, text } = view;
  for (let at = from; at <= from + MAX_NAME_WORDS && at < tokens.length; at++) {
    const word = wordAt(tokens, at);
    const isNamed = at > from && !ORDINALS.has(wordAt(tokens, from - 1));
    const isCapital = /^\p{Lu}/u.test(text.charAt(tokens[at]?.start ?? 0));
    if (isNamed && (STREETS.has(word) || (WEAK_STREETS.has(word) && (isSpokenOf || isCapital))))
      return at + 1;
    const isName = tokens[at]?.kind === 'word' || tokens[at]?.kind === 'mixed' || word === '.';
    if (!isName || NO_NAMES.has(word)) return -1;
  }
  return -1;
}

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

/** The house number is one or two numbers, not part of a name, not "twenty third". */
function isHouseNumber({ tokens, text }: View, run: Run, isSpokenOf: boolean): boolean {
  if (run.digits.length > MAX_NUMBER_DIGITS || ORDINALS.has(wordAt(tokens, run.to))) return false;
  if (wordAt(tokens, run.from) === 'one' && run.to - run.from === 1 && !isSpokenOf) return false;
  const before = tokens[run.from - 1];
  const gap = text.slice(tokens[run.to - 1]?.end, tokens[run.to]?.start);
  return !isJoined(before, tokens[run.from]) && gap === ' ';
}

function find(tokens: readonly Token[], from: number, to: number): Find | null {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first && last ? { kind: 'address', start: first.start, end: last.end } : null;
}

/** "123 Main Street Apt 5" */
function numberFirst(view: View, run: Run, isSpokenOf: boolean): Find | null {
  const { tokens } = view;
  if (!isHouseNumber(view, run, isSpokenOf)) return null;
  const end = streetEnd(view, run.to, isSpokenOf);
  return end < 0 ? null : find(tokens, run.from, withUnit(view, end));
}

/** "Calle Mayor 15, 3 B" */
function numberLast(view: View, run: Run): Find | null {
  const { tokens } = view;
  let from = run.from - 1;
  if (wordAt(tokens, from) === ',') from -= 1;
  for (let words = 0; from >= 0 && words <= MAX_NAME_WORDS; from--, words++) {
    const word = wordAt(tokens, from);
    if (CALLES.has(word)) break;
    if (word === '/' && wordAt(tokens, from - 1) === 'c') continue;
    if (tokens[from]?.kind !== 'word' || (!CALLE_WORDS.has(word) && NO_NAMES.has(word))) return null;
  }
  const isShort = wordAt(tokens, from) === 'c' && wordAt(tokens, from + 1) !== '/';
  if (!CALLES.has(wordAt(tokens, from)) || isShort || run.digits.length > MAX_NUMBER_DIGITS) return null;
  if (/^(?:euros?|pesos?|d[oó]lares|metros|veces|d[ií]as|minutos|horas)$/.test(wordAt(tokens, run.to)))
    return null;
  return find(tokens, from, withDoor(tokens, run.to));
}

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

/** Street addresses and post office boxes. */
export function findAddresses(view: View): Find[] {
  const finds: Find[] = [];
  if (view.runs.length === 0) return finds;
  const isSpokenOf = view.asked === 'address' || view.cues.some((cue) => cue.meaning === 'address');
  for (const run of view.runs) {
    const found = postBox(view, run) ?? numberFirst(view, run, isSpokenOf) ?? numberLast(view, run);
    if (found && found.start >= (finds.at(-1)?.end ?? 0)) finds.push(found);
  }
  return finds;
}

export const STREET_WORDS: Iterable<string> = [
  ...STREETS,
  ...WEAK_STREETS,
  ...CALLES,
  'box',
  'apartado',
].filter((word) => word.length > 1 && !NUMBER_WORDS.has(word));
