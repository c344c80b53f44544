import { addDays, type Grain, type LocalDate, millisOf } from './dates.ts';

/** The reader's; the words of the page are English, its numbers and dates as the browser is set. */
export const LOCALE = 'document' in globalThis ? new Intl.DateTimeFormat().resolvedOptions().locale : 'en-GB';
const NBSP = '\u00a0';
const MINUS = '\u2212';
export const DASH = '\u2013';

const counts = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** As wide as a plus, and never the end of a line. */
const withMinus = (text: string) => text.replace('-', MINUS);

export const count = (value: number): string => withMinus(counts.format(value));

export const percent = (share: number | null): string =>
  share === null ? DASH : withMinus(`${tenths.format(share * 100)}${NBSP}%`);

/** A tick label: whole percents, no digits that say nothing. */
export const wholePercent = (share: number): string => withMinus(`${counts.format(share * 100)}${NBSP}%`);

const signed = (text: string, value: number) => `${value < 0 ? MINUS : '+'}${text}`;

/** A difference of shares in percentage points. */
export function points(difference: number): string {
  const rounded = Math.round(difference * 1000) / 10;
  return rounded === 0 ? `±0.0${NBSP}pp` : `${signed(tenths.format(Math.abs(rounded)), rounded)}${NBSP}pp`;
}

/** A relative change of a count. */
export function relative(change: number, was: number): string {
  const share = Math.round((change / was) * 1000) / 10;
  return share === 0 ? `±0.0${NBSP}%` : `${signed(tenths.format(Math.abs(share)), share)}${NBSP}%`;
}

/** m:ss, and h:mm:ss from an hour on. */
export function duration(sec: number | null): string {
  if (sec === null) return DASH;
  const total = Math.round(sec);
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

export function durationChange(sec: number): string {
  const total = Math.round(sec);
  return total === 0 ? '±0:00' : signed(duration(Math.abs(total)), total);
}

const dates = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options });
const dayMonthYear = dates({ day: 'numeric', month: 'short', year: 'numeric' });
const dayMonth = dates({ day: 'numeric', month: 'short' });
const monthYear = dates({ month: 'short', year: 'numeric' });
const month = dates({ month: 'short' });
const dayAndTime = dates({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
// ICU writes "Sept" in British English, and four letters break a row of three.
const show = (format: Intl.DateTimeFormat, date: LocalDate) =>
  format.format(new Date(millisOf(date))).replace('Sept', 'Sep');

export const day = (date: LocalDate): string => show(dayMonthYear, date);

const range = (format: Intl.DateTimeFormat, first: LocalDate, last: LocalDate) =>
  format
    .formatRange(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`))
    .replaceAll('Sept', 'Sep')
    // ICU sets the dash between thin spaces.
    .replaceAll('\u2009', ' ');

/** First and last day, both included; the year once when it is the same. */
export const days = (first: LocalDate, last: LocalDate): string => range(dayMonthYear, first, last);

export function bucketName(start: LocalDate, grain: Grain): string {
  if (grain === 'month') return show(monthYear, start);
  if (grain === 'quarter') return range(monthYear, start, addDays(start, 89));
  if (grain === 'hour') return show(dayAndTime, start);
  return grain === 'week' ? `week of ${day(start)}` : day(start);
}

interface Tickable {
  readonly start: LocalDate;
  readonly from: LocalDate;
  /** Excluded. */
  readonly to: LocalDate;
  readonly partial: boolean;
}

/** Of days in one year, without it: "3–31 Jul". */
const shortDays = (first: LocalDate, last: LocalDate): string =>
  range(dayMonth, first, last).replace(/ (\u2013) /, '$1');

/**
 * For an axis: the year where it is another than that of the tick before, of a bucket that is not whole the days that it
 * holds, and of hours the day at midnight.
 * @param before start of the bucket that is named before it
 */
export function bucketTick(bucket: Tickable, grain: Grain, before: LocalDate | null): string {
  const { start, from, to, partial } = bucket;
  if (grain === 'hour' && !start.endsWith('T00:00')) return start.slice(11);
  const isNewYear = before?.slice(0, 4) !== start.slice(0, 4);
  if (grain === 'hour') return show(isNewYear ? dayMonthYear : dayMonth, start);
  const last = addDays(to, -1);
  if (partial && grain !== 'day') return shortDays(from, last) + (isNewYear ? ` ${last.slice(0, 4)}` : '');
  if (grain === 'month' || grain === 'quarter') return show(isNewYear ? monthYear : month, start);
  return show(isNewYear ? dayMonthYear : dayMonth, start);
}

/** Wall-clock time of an instant in the reporting time zone. */
export function moment(instant: string, timeZone: string): string {
  const parts = {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  const text = new Intl.DateTimeFormat(LOCALE, { ...parts, timeZone, hourCycle: 'h23' }).format(
    new Date(instant),
  );
  return text.replace('Sept', 'Sep');
}

/** A time of day of this visit. */
export const clock = (at: Date): string =>
  at.toLocaleTimeString(LOCALE, { hour: '2-digit', minute: '2-digit' });

// 2024-01-01 is a Monday.
const weekday = dates({ weekday: 'long' });
const shortWeekday = dates({ weekday: 'short' });
/** @param isoDay from 1 (Monday) to 7 */
export const weekdayName = (isoDay: number, short = false): string =>
  show(short ? shortWeekday : weekday, `2024-01-0${isoDay}`);

interface WeekInfo {
  readonly firstDay: number;
}
type WithWeek = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };

/** ISO weekdays in the order of the reader's calendar. */
export function weekdays(): number[] {
  const locale: WithWeek = new Intl.Locale(LOCALE);
  const first = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
  return Array.from({ length: 7 }, (_, index) => ((first - 1 + index) % 7) + 1);
}

/** An hour of day, from 0 to 23, on a clock of 24: "09:00". */
export const hourName = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** A code as words: `no_match` is "no match". */
export const words = (code: string): string => code.replaceAll('_', ' ');

export const orNone = (value: string | number | null): string => (value === null ? '(none)' : String(value));
