import { ORDINALS } from './number-words.ts';
import type { Token } from './tokens.ts';
import type { View } from './view.ts';

export const STREETS: ReadonlySet<string> = new Set(
  'street avenue ave road rd boulevard blvd lane ln terrace parkway pkwy highway hwy crescent'.split(' '),
);
/** Streets only where an address is spoken of, or where they are written as names: they are ordinary words too. */
export const WEAK_STREETS: ReadonlySet<string> = new Set(
  'st drive dr court ct place pl circle cir square sq close trail alley'.split(' '),
);
/** Never in a street's name. */
export const NO_NAMES: ReadonlySet<string> = new Set(
  "on in at to of for from with by the a an and or but is are was were be been have has had my your our their his her its this that these those it i you we they he she who what which where when how there here no not down out off up over under more than times time hours hour minutes minute days day weeks week months month years year dollars lines line phones phone gigs people houses blocks block miles mile way both every all per do does did can will would way can't won't isn't".split(
    ' ',
  ),
);
export const MAX_NAME_WORDS = 4;
export const DIRECTIONS: ReadonlySet<string> = new Set(
  'n s e w ne nw se sw north south east west northeast northwest southeast southwest'.split(' '),
);
const wordAt = (tokens: readonly Token[], at: number): string => tokens[at]?.word ?? '';

const isCapital = (text: string, token: Token | undefined): boolean =>
  /^\p{Lu}/u.test(text.charAt(token?.start ?? 0));

/** "a 2 lane road", "5 star avenue cafe": counts, where no address is spoken of. */
const COUNTED = new Set('lane lanes star stars story storey car door bedroom way'.split(' '));

/** "Main Street" */
function namedEnd(view: View, from: number, isSpokenOf: boolean): number {
  const { tokens, text } = view;
  if (!isSpokenOf && COUNTED.has(wordAt(tokens, from)) && !isCapital(text, tokens[from])) return -1;
  for (let at = from; at <= from + MAX_NAME_WORDS && at < tokens.length; at++) {
    const word = wordAt(tokens, at);
    const isNamed = at > from && !ORDINALS.has(wordAt(tokens, from - 1));
    if (
      isNamed &&
      (STREETS.has(word) || (WEAK_STREETS.has(word) && (isSpokenOf || isCapital(text, tokens[at]))))
    )
      return at + 1;
    const isPart = tokens[at]?.kind === 'word' || tokens[at]?.kind === 'mixed' || word === '.';
    if (!isPart || NO_NAMES.has(word)) return -1;
  }
  return -1;
}

/** Before their names: "rue de Rivoli", "Via Roma" not, which is a word too. */
const RUES = new Set('rue rua calle avenida chemin quai impasse'.split(' '));
const RUE_WORDS = new Set('de du des del la le les los las'.split(' '));

/** "rue de Rivoli", "rue Victor Hugo" where it is written as a name. */
function rueEnd({ tokens, text }: View, from: number): number {
  if (!RUES.has(wordAt(tokens, from))) return -1;
  let at = from + 1;
  while (RUE_WORDS.has(wordAt(tokens, at))) at += 1;
  if (!isName(tokens[at])) return -1;
  at += 1;
  while (at - from <= MAX_NAME_WORDS && isName(tokens[at]) && isCapital(text, tokens[at])) at += 1;
  return at;
}

const ROADS = new Set('highway hwy route rte road interstate'.split(' '));
const ROAD_OWNERS = new Set('county state us old'.split(' '));

/** "Highway 61 North", "County Road 12" */
function roadEnd({ tokens, runAt }: View, from: number): number {
  const at = ROAD_OWNERS.has(wordAt(tokens, from)) ? from + 1 : from;
  return ROADS.has(wordAt(tokens, at)) ? (runAt.get(at + 1)?.to ?? -1) : -1;
}

const LONG_DIRECTIONS = new Set('north south east west'.split(' '));

/** "North Elm": only where an address is spoken of. */
function directionEnd({ tokens }: View, from: number): number {
  if (!LONG_DIRECTIONS.has(wordAt(tokens, from))) return -1;
  return isName(tokens[from + 1]) ? from + 2 : -1;
}

export const isName = (token: Token | undefined): boolean =>
  token?.kind === 'word' && !NO_NAMES.has(token.word);

/** Where a street ends that begins at a token, or -1. */
export function streetEnd(view: View, from: number, isSpokenOf: boolean): number {
  const end = Math.max(rueEnd(view, from), isSpokenOf ? roadEnd(view, from) : -1);
  if (end >= 0) return end;
  const named = namedEnd(view, from, isSpokenOf);
  return named < 0 && isSpokenOf ? directionEnd(view, from) : named;
}

/** Words that tell of a street where a number stands before them. */
export const STREET_NAMES: Iterable<string> = [
  ...STREETS,
  ...WEAK_STREETS,
  ...RUES,
  ...LONG_DIRECTIONS,
  'route',
];
