import { isPlausibleInstant } from '../../contract/plausible.ts';
import type { ChangeLog } from './changes.ts';
import { isNullWord } from './words.ts';
import type { WallClock } from './zone.ts';

/** From here on a number counts milliseconds, below it seconds. */
const FIRST_EPOCH_MS = 1e11;
// The years 0001 to 9999: what both warehouses hold.
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const EPOCH_TEXT = /^\d+(?:\.\d+)?$/;
/** As seconds these would be days of 1970 and 1971, of which no voice bot knows. */
const BASIC_DATE = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
// Extended or basic ISO 8601; the date alone is midnight; finer than milliseconds is cut off.
const ISO =
  /^(\d{4})(-?)(\d{2})\2(\d{2})(?:(?:T| +)(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A timestamp as ms since 1970: ISO 8601, `YYYY-MM-DD HH:MM:SS`, epoch seconds, or milliseconds from 10^11 on; NaN when no
 * rule reads it. Without an offset it is the feed's wall clock; `notBefore` settles the hour that autumn repeats.
 */
export function readTimestamp(value: unknown, clock: WallClock, notBefore: number): number {
  if (typeof value === 'string') {
    const fast = readFixed(value, clock, notBefore);
    return Number.isNaN(fast) ? readText(value.trim(), clock, notBefore) : fast;
  }
  return typeof value === 'number' ? readEpoch(value) : Number.NaN;
}

/** As `readTimestamp`, with null for none and the change recorded when something unreadable or implausible stood there. */
export function cleanTimestamp(
  value: unknown,
  field: string,
  turnNumber: number | null,
  log: ChangeLog,
  clock: WallClock,
  notBefore: number,
): number | null {
  if (value === null || value === undefined) return null;
  const ms = readTimestamp(value, clock, notBefore);
  if (isPlausibleInstant(ms)) return ms;
  const isNull = typeof value === 'string' && isNullWord(value.trim());
  log.note(turnNumber, field, value, null, isNull ? 'null_word' : ruleOf(ms));
  return null;
}

const ruleOf = (ms: number) => (Number.isNaN(ms) ? 'timestamp_unreadable' : 'timestamp_implausible');

let lastDay = Number.NaN;
let lastDayText = '';
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export function isoOf(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  if (day !== lastDay) {
    lastDayText = new Date(day * DAY_MS).toISOString().slice(0, 11);
    lastDay = day;
  }
  const inDay = ms - day * DAY_MS;
  const hour = Math.trunc(inDay / HOUR_MS);
  const minute = Math.trunc(inDay / MINUTE_MS) % 60;
  const second = Math.trunc(inDay / 1000) % 60;
  const milli = inDay % 1000;
  const fraction = milli === 0 ? '000' : String(milli).padStart(3, '0');
  return `${lastDayText}${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[second]}.${fraction}Z`;
}

function readEpoch(value: number): number {
  const ms = Math.round(value >= FIRST_EPOCH_MS ? value : value * 1000);
  return ms >= 0 && ms <= LAST_MS ? ms : Number.NaN;
}

function daysSince1970(year: number, month: number, day: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const inMonth = (DAYS_IN_MONTH[month - 1] ?? 0) + (isLeap && month === 2 ? 1 : 0);
  if (year < 1 || day < 1 || day > inMonth) return Number.NaN;
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const dayOfYear = (DAYS_BEFORE_MONTH[month - 1] ?? 0) + (isLeap && month > 2 ? 1 : 0) + day - 1;
  return before * 365 + leapDays + dayOfYear - 719_162;
}

function localMsOf(days: number, hour: number, minute: number, second: number, milli: number): number {
  const isEndOfDay = hour === 24 && minute + second + milli === 0;
  const isLeapSecond = second === 60 && minute === 59;
  if ((hour > 23 && !isEndOfDay) || minute > 59 || (second > 59 && !isLeapSecond)) return Number.NaN;
  return days * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + milli;
}

/** Two digits at a position; NaN when they are not digits. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** The three shapes that nearly every feed writes, by position: 19 characters, those with Z, those with milliseconds and Z. */
function readFixed(text: string, clock: WallClock, notBefore: number): number {
  const { length } = text;
  if (length !== 19 && length !== 20 && length !== 24) return Number.NaN;
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return Number.NaN;
  if (text[10] !== 'T' && text[10] !== ' ') return Number.NaN;
  if (length > 19 && text[length - 1] !== 'Z') return Number.NaN;
  if (length === 24 && text[19] !== '.') return Number.NaN;
  const milli = length === 24 ? two(text, 20) * 10 + (two(text, 21) % 10) : 0;
  const days = daysSince1970(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8));
  const ms = localMsOf(days, two(text, 11), two(text, 14), two(text, 17), milli);
  return length === 19 && !Number.isNaN(ms) ? inRange(clock(ms, notBefore)) : ms;
}

function readText(text: string, clock: WallClock, notBefore: number): number {
  if (EPOCH_TEXT.test(text) && !BASIC_DATE.test(text)) return readEpoch(Number(text));
  const match = ISO.exec(text);
  if (!match) return Number.NaN;
  const [, year, , month, day, hour = '0', minute = '0', second = '0', fraction = '', offset] = match;
  const days = daysSince1970(Number(year), Number(month), Number(day));
  const milli = Number(fraction.padEnd(3, '0').slice(0, 3));
  const ms = localMsOf(days, Number(hour), Number(minute), Number(second), milli);
  if (Number.isNaN(ms)) return ms;
  return inRange(offset === undefined ? clock(ms, notBefore) : ms - offsetMsOf(offset));
}

function offsetMsOf(offset: string): number {
  if (!/^[+-]/.test(offset)) return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  const minutes = Number(offset.slice(3).replace(':', '') || '0');
  const hours = Number(offset.slice(1, 3));
  return minutes > 59 || hours > 23 ? Number.NaN : sign * (hours * HOUR_MS + minutes * MINUTE_MS);
}

const inRange = (ms: number): number => (ms >= FIRST_MS && ms <= LAST_MS ? ms : Number.NaN);
