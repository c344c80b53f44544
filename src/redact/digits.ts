/** Digits that belong to one written number: joined by nothing, or by up to three spaces, dots, dashes or brackets. */
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
const SPAN = /\(?\+?\(?\d+(?:[ .\-()\u00a0\u2010-\u2015]{1,3}\d+)*/g;
const GROUP = /\d+/g;

export function digitSpans(text: string): DigitSpan[] {
  return Array.from(text.matchAll(SPAN), (match) => ({
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
