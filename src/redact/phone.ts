import { type DigitGroup, digitsOf } from './digits.ts';
import { type Find, findOver } from './find.ts';

/** What the words about a number say that it is. */
export type PhoneMeaning = 'phone' | 'thing' | 'other' | 'none';

/** A folded text, and what is said of a stretch of it. */
export interface Said {
  readonly text: string;
  readonly meaningAt: (place: { readonly start: number; readonly end: number }) => PhoneMeaning;
}

// E.164: at most 15 digits; no country's numbers with their code are shorter than 8.
const MIN_INTERNATIONAL = 8;
const MAX_INTERNATIONAL = 15;
const MIN_TRUNK = 10;
// From a local number to one with exit code, country code and area.
const MIN_DIGITS = 7;
const MAX_DIGITS = 17;

// No area code of the North American plan begins with 0 or 1.
const NORTH_AMERICAN = /^(?:1 )?[2-9]\d\d \d{3} \d{4}$/;
const AREA_AND_REST = /^[2-9]\d\d \d{7}$/;
/** As most of Europe groups a number: 555 123 45 67, 06 12 34 56 78. */
const GROUPED = /^\d{2,4}(?: \d{2,4}){2,5}$/;
const MIN_GROUPED = 9;
const MAX_GROUPED = 12;
/** A mobile or a landline of Spain as it is said there: 612 34 56 78. */
const SPANISH = /^[6-9]\d\d \d\d \d\d \d\d$/;
const LOCAL = /^\d{3} \d{4}$/;
const PLAIN = /^(?:\d{10}|[01]\d{10})$/;
const DATE = /^(?:\d{4} \d{2} \d{2}|\d{2} \d{2} \d{4})(?: |$)/;
const FOUR_OCTETS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** A run's groups with one space between them, as in `555 123 4567`. */
const shapeOf = (groups: readonly DigitGroup[]): string => groups.map((group) => group.digits).join(' ');

function isInternational(digits: string): boolean {
  return digits.length >= MIN_INTERNATIONAL && digits.length <= MAX_INTERNATIONAL;
}

/** A trunk or exit prefix (0, 00, 011) before at least one more group: 020 7946 0958, 0044 20 7946 0958. */
const TRUNK = /^0\d* \d[\d ]*$/;

/** How much a run of digits looks like a phone number: by itself, only where a word says so, or not. */
function likeness(
  text: string,
  groups: readonly DigitGroup[],
  opensSpan: boolean,
): 'phone' | 'if called so' | 'none' {
  const shape = shapeOf(groups);
  const digits = digitsOf(groups);
  if (DATE.test(shape) || FOUR_OCTETS.test(text.slice(groups[0]?.start, groups.at(-1)?.end))) return 'none';
  if (NORTH_AMERICAN.test(shape) || (opensSpan && SPANISH.test(shape))) return 'phone';
  if (AREA_AND_REST.test(shape)) return text[groups[0]?.end ?? 0] === ')' ? 'phone' : 'if called so';
  if (opensSpan && digits.length >= MIN_TRUNK && TRUNK.test(shape)) return 'phone';
  return LOCAL.test(shape) || PLAIN.test(digits) || isGrouped(shape, digits) ? 'if called so' : 'none';
}

const isGrouped = (shape: string, { length }: string): boolean =>
  length >= MIN_GROUPED && length <= MAX_GROUPED && GROUPED.test(shape);

/** 555/123-4567 as 555-123-4567. */
export const withPlainAreas = (text: string): string =>
  text.replace(/(?<![\d/])(\d{3})\/(?=\d{3}[-. ]\d{4}(?![\d/]))/g, '$1-');

/** 120 300 4000 dollars */
const UNIT_AFTER =
  /^ ?(?:dollars?|euros?|pounds?|pesos|d[oó]lares|bucks|cents|usd|eur|gbp|minutes|points)\b/i;
const LONGEST_UNIT = 9;

/** Part of a longer token, as in ORD-555-123-4567 or 555-123-4567-A. */
function isEmbedded(text: string, { start, end }: Find): boolean {
  return (
    /(?:\p{L}[-_#/]?|\d[-_#/.]?|[#$€£])$/u.test(text.slice(Math.max(0, start - 2), start).replace('(', '')) ||
    /^(?:[-_]?\p{L}(?<!x)|[-_/]\d|%)/u.test(text.slice(end, end + 2).replace(/^ext?/i, ''))
  );
}

const isAmount = (text: string, { end }: Find): boolean =>
  UNIT_AFTER.test(text.slice(end, end + LONGEST_UNIT));

const isSpaced = (text: string, left: DigitGroup | undefined, right: DigitGroup | undefined): boolean =>
  left === undefined || right === undefined || text.slice(left.end, right.start).trim() === '';

/** The longest run of groups from `from` that reads as a phone number and stands apart from its neighbours: its end, or -1. */
function phoneEnd(said: Said, groups: readonly DigitGroup[], from: number): number {
  const { text } = said;
  if (!isSpaced(text, groups[from - 1], groups[from])) return -1;
  let found = -1;
  let digits = 0;
  for (let end = from + 1; end <= groups.length && digits <= MAX_DIGITS; end++) {
    digits += groups[end - 1]?.digits.length ?? 0;
    if (digits < MIN_DIGITS || digits > MAX_DIGITS || !isSpaced(text, groups[end - 1], groups[end])) continue;
    const run = groups.slice(from, end);
    const like = likeness(text, run, from === 0);
    const find = findOver('phone', run);
    if (like === 'none' || isEmbedded(text, find) || isAmount(text, find)) continue;
    const meaning = said.meaningAt(find);
    if (like === 'phone' ? meaning !== 'thing' : meaning === 'phone') found = end;
  }
  return found;
}

function withOpeningSigns(text: string, find: Find): Find {
  let start = find.start;
  while (start > 0 && '(+'.includes(text.charAt(start - 1))) start -= 1;
  return { ...find, start };
}

function internationalEnd(groups: readonly DigitGroup[]): number {
  for (let end = groups.length; end > 0; end--) {
    if (isInternational(digitsOf(groups.slice(0, end)))) return end;
  }
  return -1;
}

/** Phone numbers in a run of digit groups; `hasPlus` when a plus sign stands before the first. */
export function findPhones(said: Said, groups: readonly DigitGroup[], hasPlus: boolean): Find[] {
  const { text } = said;
  const finds: Find[] = [];
  let from = 0;
  const international = hasPlus ? internationalEnd(groups.slice(0, MAX_INTERNATIONAL)) : -1;
  if (international > 0) {
    finds.push(withOpeningSigns(text, findOver('phone', groups.slice(0, international))));
    from = international;
  }
  while (from < groups.length) {
    const end = phoneEnd(said, groups, from);
    if (end > 0) finds.push(withOpeningSigns(text, findOver('phone', groups.slice(from, end))));
    from = end > 0 ? end : from + 1;
  }
  return finds;
}
