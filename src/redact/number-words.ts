/** What a word of a spoken number stands for. */
export type NumberWord =
  /** Digits as they are: "seven" is 7, "forty" 40, "twelve" 12, "doscientos" 200. */
  | { readonly type: 'unit' | 'teen' | 'ten' | 'hundreds'; readonly digits: string }
  /** Adds zeros to what stands before it: "eight hundred". */
  | { readonly type: 'power'; readonly digits: string }
  /** The next digit is said once for more of them: "double seven". */
  | { readonly type: 'repeat'; readonly times: number };

const UNITS =
  'zero:0 nought:0 naught:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 niner:9 cero:0 uno:1 una:1 dos:2 tres:3 cuatro:4 cinco:5 seis:6 siete:7 ocho:8 nueve:9';
const TEENS =
  'ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 diez:10 doce:12 trece:13 catorce:14 quince:15 dieciséis:16 dieciseis:16 diecisiete:17 dieciocho:18 diecinueve:19 veintiuno:21 veintiún:21 veintidós:22 veintidos:22 veintitrés:23 veintitres:23 veinticuatro:24 veinticinco:25 veintiséis:26 veintiseis:26 veintisiete:27 veintiocho:28 veintinueve:29';
const TENS =
  'twenty:20 thirty:30 forty:40 fourty:40 fifty:50 sixty:60 seventy:70 eighty:80 ninety:90 veinte:20 treinta:30 cuarenta:40 cincuenta:50 sesenta:60 setenta:70 ochenta:80 noventa:90';
const HUNDREDS =
  'cien:100 ciento:100 doscientos:200 doscientas:200 trescientos:300 cuatrocientos:400 quinientos:500 seiscientos:600 setecientos:700 ochocientos:800 novecientos:900';
const POWERS = 'hundred:00 thousand:000 mil:000';
const REPEATS = 'double:2 triple:3 treble:3 quadruple:4 doble:2';

const pairs = (list: string): [string, string][] =>
  list.split(' ').map((pair) => pair.split(':') as [string, string]);

export const NUMBER_WORDS: ReadonlyMap<string, NumberWord> = new Map<string, NumberWord>([
  ...pairs(UNITS).map(([word, digits]) => [word, { type: 'unit', digits }] as const),
  ...pairs(TEENS).map(([word, digits]) => [word, { type: 'teen', digits }] as const),
  ...pairs(TENS).map(([word, digits]) => [word, { type: 'ten', digits }] as const),
  ...pairs(HUNDREDS).map(([word, digits]) => [word, { type: 'hundreds', digits }] as const),
  ...pairs(POWERS).map(([word, digits]) => [word, { type: 'power', digits }] as const),
  ...pairs(REPEATS).map(([word, times]) => [word, { type: 'repeat', times: Number(times) }] as const),
]);

/** Numbers only beside another number: "oh" is also a sigh, "once" English too, "to" is heard for "two". */
export const LEANING_WORDS: ReadonlyMap<string, string> = new Map([
  ['oh', '0'],
  ['o', '0'],
  ['once', '11'],
]);
/** Heard for a digit, and only between digits said one by one. */
export const MISHEARD_WORDS: ReadonlyMap<string, string> = new Map([
  ['to', '2'],
  ['too', '2'],
  ['for', '4'],
  ['ate', '8'],
  ['won', '1'],
]);

/** Of these, the two that are rarely said for themselves where numbers are. */
export const HEARD_AS_DIGITS: ReadonlySet<string> = new Set(['ate', 'won']);

/** Said within a number, and no part of it. */
export const FILLERS: ReadonlySet<string> = new Set(
  'uh um er erm eh ah hm hmm mm mhm dash hyphen space comma then guion guión espacio coma este'.split(' '),
);

const ORDINAL_WORDS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth thirty-first primero primer';
export const ORDINALS: ReadonlySet<string> = new Set(ORDINAL_WORDS.split(' '));
