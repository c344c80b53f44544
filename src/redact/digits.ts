/** Digits that belong to one written number, next to each other. */
export interface DigitGroup {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

export interface DigitSpan {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly DigitGroup[];
  readonly hasPlus: boolean;
}

// Digits and separators never overlap, so the match is linear in the text.
/** Joined by up to three spaces, dots, dashes or brackets; texts are folded. */
export const PHONE_SPAN = /\(?\+?\(?\d+(?:[ .\-()\u200b]{1,3}\d+)*/g;
/** A card number may go on in the next line or column. */
export const CARD_SPAN = /\d+(?:[ .\-()\u200b\t\r\n]{1,3}\d+)*/g;
/** Commas, slashes and underscores stand between numbers too: only where they are the same all through. */
export const CARD_LIST = /(?<!\d)\d+([,/_] ?)\d+(?:\1\d+)*/g;
const GROUP = /\d+/g;

export function digitSpans(text: string, pattern: RegExp): DigitSpan[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    groups: Array.from(match[0].matchAll(GROUP), (group) => ({
      start: match.index + group.index,
      end: match.index + group.index + group[0].length,
      digits: group[0],
    })),
    hasPlus: match[0].startsWith('+') || match[0].startsWith('(+'),
  }));
}

export const digitsOf = (groups: readonly DigitGroup[]): string =>
  groups.map((group) => group.digits).join('');
