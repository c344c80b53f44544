import { CARD_LIST, CARD_SPAN, type DigitGroup, digitSpans, digitsOf } from './digits.ts';
import { type Find, findOver, masked } from './find.ts';

export const MIN_DIGITS = 13;
const MAX_DIGITS = 19;

// Issuer prefixes with the lengths they are issued in. Luhn alone lets one random number in ten through, and every IMEI.
const ISSUERS: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 18, 19]],
  [/^3[47]/, [15]],
  [/^3[0689]/, [14, 16, 17, 18, 19]],
  [/^35/, [16, 17, 18, 19]],
  [/^5[1-5]/, [16]],
  [/^2/, [16, 19]],
  [/^(?:5[06-9]|6)/, [13, 14, 15, 16, 17, 18, 19]],
  [/^1/, [15]],
];

export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

export function isCard(digits: string): boolean {
  const issued = ISSUERS.some(([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length));
  return issued && passesLuhn(digits);
}

/** The usual form of the great issuers, whether right by Luhn or not: a digit may be misheard. */
const USUAL = /^(?:4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|6(?:011|5\d\d)\d{12}|3[47]\d{13})$/;

export const isIssued = (digits: string): boolean => USUAL.test(digits);

/** The end (exclusive) of the longest card number that begins with the group at `from`, or -1. */
function cardEnd(groups: readonly DigitGroup[], from: number): number {
  let digits = '';
  let end = -1;
  for (let index = from; index < groups.length; index++) {
    digits += groups[index]?.digits;
    if (digits.length > MAX_DIGITS) break;
    if (digits.length >= MIN_DIGITS && isCard(digits)) end = index + 1;
  }
  return end;
}

function cardsOf(groups: readonly DigitGroup[]): Find[] {
  if (digitsOf(groups).length < MIN_DIGITS) return [];
  const finds: Find[] = [];
  for (let index = 0; index < groups.length; ) {
    const end = cardEnd(groups, index);
    if (end > 0) finds.push(findOver('card', groups.slice(index, end)));
    index = end > 0 ? end : index + 1;
  }
  return finds;
}

/** $4,111,111,111,111 */
const THOUSANDS = /^\d{1,3}(?:,\d{3})+$/;

/** In a list any stretch would be a card sooner or later: it must begin with one. */
function cardsOfList(text: string, groups: readonly DigitGroup[]): Find[] {
  const end = cardEnd(groups, 0);
  if (end < 0) return [];
  const find = findOver('card', groups.slice(0, end));
  return THOUSANDS.test(text.slice(find.start, find.end)) ? [] : [find];
}

/** Written card numbers in a folded text: 13 to 19 digits in any grouping, of a known issuer, right by Luhn. */
export function findCards(text: string): Find[] {
  const finds = digitSpans(text, CARD_SPAN).flatMap((span) => cardsOf(span.groups));
  const rest = masked(text, finds);
  const listed = digitSpans(rest, CARD_LIST).flatMap((span) => cardsOfList(rest, span.groups));
  return [...finds, ...listed].sort((a, b) => a.start - b.start);
}
