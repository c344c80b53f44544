import { passesLuhn } from './card.ts';
import type { Find } from './find.ts';

/** The form of one country's id. To know another one, add a row. */
export interface NationalId {
  readonly country: string;
  readonly name: string;
  readonly example: string;
  /** In a folded text in lower case; no unbounded repetition. */
  readonly pattern: RegExp;
  readonly hasLetters: boolean;
  /** What its letters and digits must satisfy. */
  readonly isRight?: (characters: string) => boolean;
}

const DNI_LETTERS = 'trwagmyfpdxbnjzsqvhlcke';
const hasDniLetter = (digits: string, letter: string | undefined): boolean =>
  letter !== undefined && DNI_LETTERS[Number(digits) % 23] === letter;

export const NATIONAL_IDS: readonly NationalId[] = [
  {
    country: 'US',
    name: 'SSN',
    example: '219-09-9999',
    hasLetters: false,
    // SSA: no area 000, 666 or from 900 on (those are ITINs, which count here), no group 00, no serial 0000.
    pattern: /(?<![\d-]|\d\.)(?!000|666)\d{3}([- .])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-]|\.\d)/g,
  },
  {
    country: 'CA',
    name: 'SIN',
    example: '046 454 286',
    hasLetters: false,
    pattern: /(?<![\d-] ?)\d{3}([- ])\d{3}\1\d{3}(?![\d-]| \d)/g,
    isRight: passesLuhn,
  },
  {
    country: 'GB',
    name: 'National Insurance number',
    example: 'QQ 12 34 56 C',
    hasLetters: true,
    pattern: /\b[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b/g,
    isRight: (id) => !/^[dfiuv]|^.[dfiouv]/.test(id),
  },
  {
    country: 'ES',
    name: 'DNI',
    example: '12345678Z',
    hasLetters: true,
    pattern: /(?<![\p{L}\d])\d{2}\.?\d{3}\.?\d{3}[- ]?[a-z]\b/gu,
    isRight: (id) => hasDniLetter(id.slice(0, 8), id[8]),
  },
  {
    country: 'ES',
    name: 'NIE',
    example: 'X1234567L',
    hasLetters: true,
    pattern: /\b[xyz][- ]?\d{7}[- ]?[a-z]\b/g,
    isRight: (id) => hasDniLetter(`${'xyz'.indexOf(id[0] ?? '')}${id.slice(1, 8)}`, id[8]),
  },
  {
    country: 'MX',
    name: 'CURP',
    example: 'BADD110313HCMLNS09',
    hasLetters: true,
    pattern: /\b[a-z]{4}\d{6}[hmx][a-z]{5}[a-z\d]\d\b/g,
  },
];

const OF_DIGITS = NATIONAL_IDS.filter(({ hasLetters }) => !hasLetters);

/** National ids of a known form in a folded text in lower case. */
export function findNationalIds(text: string): Find[] {
  const known = /[a-z]/.test(text) ? NATIONAL_IDS : OF_DIGITS;
  // Most texts have none, and a search says so for less than a list of all matches.
  const present = known.filter(({ pattern }) => text.search(pattern) >= 0);
  return present.flatMap(({ pattern, isRight }) =>
    Array.from(text.matchAll(pattern))
      .filter(([id]) => isRight?.(id.replace(/[^\p{L}\d]/gu, '')) ?? true)
      .map(
        (match): Find => ({
          kind: 'national_id',
          start: match.index,
          end: match.index + match[0].length,
        }),
      ),
  );
}
