import { STREET_WORDS } from './address.ts';
import { BIRTH_WORDS, MONTHS } from './birthdate.ts';
import { CUE_WORDS, OPENING_WORDS } from './cues.ts';
import { isFoldedAt, isFoldedDigit } from './fold.ts';
import { HEARD_AS_DIGITS, LEANING_WORDS, NUMBER_WORDS, ORDINALS } from './number-words.ts';
import { MIN_KNOWN, READ_BACK_WORDS } from './secret-runs.ts';
import { MAIL_WORDS } from './spoken-email.ts';
import { WordClasses } from './word-classes.ts';

/** What a glance at a text shows, as one number: few texts hold anything, and nearly all are only glanced at. */
export type Signs = number;

const NUMBER = 1;
const CUE = 2;
const STREET = 4;
const MAIL = 8;
const MONTH = 16;
/** A word of any cue: one that opens nothing may still announce what the next turn holds. */
const TELLING = 32;
/** All numbers together weigh as much as a PIN, or as a card: words may stand between its groups. */
const SOME = 64;
const LONG = 128;
const MIN_SOME = 4;
const MIN_LONG = 13;
/** A word that may say a digit among others, or one of a sentence that reads a number back. */
const RECALL = 256;
/** The weight of the longest stretch of numbers stands above the classes. */
const WEIGHT_SHIFT = 9;
const MAX_WEIGHT = 1 << 20;
/** A number word weighs as much as two digits: "double", "forty". */
const WORD_WEIGHT = 2;
/** So many other words end a stretch; fewer may be "uh" or "dash". */
const WORDS_BETWEEN = 2;

const CLASSES = new WordClasses([
  [NUMBER_WORDS.keys(), NUMBER],
  [ORDINALS, NUMBER],
  [HEARD_AS_DIGITS, NUMBER],
  [OPENING_WORDS, CUE],
  [STREET_WORDS, STREET],
  [MAIL_WORDS, MAIL],
  [MONTHS, MONTH],
  [BIRTH_WORDS, MONTH],
  [CUE_WORDS, TELLING],
  [LEANING_WORDS.keys(), RECALL],
  [READ_BACK_WORDS, RECALL],
]);

/** What a character is: a letter as its small one, or one of these. */
const OTHER = 0;
const DIGIT = 1;
const AT = 2;
/** Signs of the scripts that nearly every text is written in, by their codes. */
const LATIN_CODES = 0x250;
const LATIN = Uint16Array.from({ length: LATIN_CODES }, (_, code) => {
  if (code >= 97 && code <= 122) return code;
  if (code >= 65 && code <= 90) return code + 32;
  if (code >= 48 && code <= 57) return DIGIT;
  if (code === 64) return AT;
  return code < 128 ? OTHER : beyondAscii(code);
});

function beyondAscii(code: number): number {
  if (code >= 0xc0 && code < LATIN_CODES) return code <= 0xde ? code + 32 : code;
  if (isFoldedDigit(code)) return DIGIT;
  return isFoldedAt(code) ? AT : OTHER;
}

/** "web2.com" */
const isDotIn = (text: string, at: number): boolean =>
  at > 0 && LATIN[text.charCodeAt(at - 1)] === DIGIT && isLetterAt(text, at + 1);

const isLetterAt = (text: string, at: number): boolean =>
  at < text.length && (LATIN[text.charCodeAt(at)] ?? OTHER) > AT;

/** One pass over a text, without making anything of it. */
export function signsOf(text: string): Signs {
  let [seen, weight, heaviest, total, others, hash] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : 32;
    const sign = code < LATIN_CODES ? (LATIN[code] ?? OTHER) : beyondAscii(code);
    if (sign > AT) {
      hash = WordClasses.step(hash, sign);
      continue;
    }
    let added = sign === DIGIT ? 1 : 0;
    if (hash !== 0) {
      const kind = CLASSES.of(hash);
      if ((kind & NUMBER) !== 0) added += WORD_WEIGHT;
      else others += 1;
      seen |= kind;
      hash = 0;
      if (code === 46 && isLetterAt(text, index + 1)) seen |= MAIL;
    } else if (code === 46 && isDotIn(text, index)) seen |= MAIL;
    if (sign === AT) seen |= MAIL;
    if (added === 0) continue;
    weight = others >= WORDS_BETWEEN ? added : weight + added;
    others = 0;
    total += added;
    if (weight > heaviest) heaviest = weight;
  }
  if (total >= MIN_SOME) seen |= total >= MIN_LONG ? SOME | LONG : SOME;
  return (Math.min(heaviest, MAX_WEIGHT) << WEIGHT_SHIFT) | seen;
}

/** The shortest number that is found by its form alone has so many digits: a National Insurance number. */
const MIN_BY_FORM = 6;
const MIN_WITH_CUE = 3;
const MIN_ANSWER = 2;
/** "it's north elm street", "march": a part without a number stands alone. */
const MAX_NAME_CHARS = 40;

/** Whether a text may hold a secret by itself. */
export function mayHoldSecret(signs: Signs): boolean {
  const weight = signs >> WEIGHT_SHIFT;
  if (weight >= MIN_BY_FORM || (signs & (MAIL | LONG)) !== 0) return true;
  if (weight === 0) return false;
  return (
    (signs & STREET) !== 0 ||
    ((signs & CUE) !== 0 && (weight >= MIN_WITH_CUE || (signs & (MONTH | SOME)) !== 0))
  );
}

/** Whether a text is of a few words that many say: no number as long as a PIN in it, and no e-mail address. */
export const isCommon = (signs: Signs): boolean => (signs & (SOME | MAIL)) === 0;

/** Whether numbers weigh so much, or may with a word that is no number by itself: "55 oh". */
function mayWeigh(signs: Signs, least: number): boolean {
  const weight = signs >> WEIGHT_SHIFT;
  return weight >= least || (weight > 0 && (signs & RECALL) !== 0);
}

/** Whether a text may read back what was said before. */
export const mayRepeat = (signs: Signs): boolean => mayWeigh(signs, MIN_KNOWN);

/** Whether words of a text may say digits, or that some are read back. */
export const mayRecall = (signs: Signs): boolean => (signs & (NUMBER | RECALL)) !== 0;

/** Whether a text may hold a part of what was asked for, or of what was said before. */
export const mayAnswer = (signs: Signs, text: string): boolean =>
  mayWeigh(signs, MIN_ANSWER) ||
  (signs & SOME) !== 0 ||
  ((signs & (MONTH | STREET)) !== 0 && text.length <= MAX_NAME_CHARS);

/** Whether a text may say what the next turn holds. */
export const mayAnnounce = (signs: Signs): boolean => (signs & TELLING) !== 0;
