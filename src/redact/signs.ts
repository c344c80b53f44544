import { STREET_WORDS } from './address.ts';
import { CUE_STARTS } from './cues.ts';
import { isFoldedAt, isFoldedDigit } from './fold.ts';
import { NUMBER_WORDS, ORDINALS } from './number-words.ts';

/** What a glance at a text shows. */
export interface Signs {
  /** Digits, and two for each number word. */
  readonly numbers: number;
  /** An at sign, or words that a spoken address needs. */
  readonly mail: boolean;
  readonly cue: boolean;
  readonly street: boolean;
}

const NUMBER = 1;
const CUE = 2;
const STREET = 4;
const MAIL = 8;

/** Words by a hash of their letters; a stranger with the same hash costs a look and nothing more. */
const SLOTS = 1 << 14;
const CLASSES = new Uint8Array(SLOTS);

const step = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0;
const slotOf = (hash: number): number => (hash ^ (hash >>> 14)) & (SLOTS - 1);

function learn(words: Iterable<string>, kind: number): void {
  for (const word of words) {
    let hash = 0;
    for (let index = 0; index < word.length; index++) hash = step(hash, word.charCodeAt(index));
    const slot = slotOf(hash);
    CLASSES[slot] = (CLASSES[slot] ?? 0) | kind;
  }
}
learn(NUMBER_WORDS.keys(), NUMBER);
learn(ORDINALS, NUMBER);
learn(CUE_STARTS, CUE);
learn(STREET_WORDS, STREET);
learn(
  [
    'dot',
    'punto',
    'arroba',
    'period',
    'gmail',
    'googlemail',
    'yahoo',
    'hotmail',
    'outlook',
    'icloud',
    'aol',
    'msn',
  ],
  MAIL,
);

const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0x24f);

const lower = (code: number): number =>
  (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0xde) ? code + 32 : code;

/** One pass over a text, without making anything of it. */
export function signsOf(text: string): Signs {
  let numbers = 0;
  let classes = 0;
  let hash = 0;
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : 32;
    if (isLetter(code)) {
      hash = step(hash, lower(code));
      continue;
    }
    if (hash !== 0) {
      const kind = CLASSES[slotOf(hash)] ?? 0;
      if (kind & NUMBER) numbers += 2;
      classes |= kind;
      hash = 0;
      if (code === 46 && isLetter(text.charCodeAt(index + 1))) classes |= MAIL;
    }
    if (code >= 48 && code <= 57) numbers += 1;
    else if (code === 64) classes |= MAIL;
    else if (code > 127 && isFoldedDigit(code)) numbers += 1;
    else if (code > 127 && isFoldedAt(code)) classes |= MAIL;
  }
  return {
    numbers,
    mail: (classes & MAIL) !== 0,
    cue: (classes & CUE) !== 0,
    street: (classes & STREET) !== 0,
  };
}

/** The shortest number that is found by its form alone has so many digits: a National Insurance number. */
const MIN_BY_FORM = 6;
const MIN_WITH_CUE = 3;

/** Whether a text may hold a secret by itself. */
export const mayHoldSecret = ({ numbers, mail, cue, street }: Signs): boolean =>
  numbers >= MIN_BY_FORM || mail || (cue && numbers >= MIN_WITH_CUE) || (street && numbers > 0);

/** Whether a text may hold a part of what was asked for, or of what was said before. */
export const mayAnswer = ({ numbers }: Signs): boolean => numbers >= 2;
