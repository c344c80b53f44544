/** Calendar dates as `YYYY-MM-DD` text: they sort as text, and no time zone can shift them. */
export type LocalDate = string;
/** An hour on a wall clock as `YYYY-MM-DDThh:00`. */
export type LocalHour = string;
export type Grain = 'hour' | 'day' | 'week' | 'month' | 'quarter';

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
/** Of a date or an hour, on a clock without a time zone. */
export const millisOf = (local: LocalDate | LocalHour) =>
  Date.parse(local.length === 10 ? `${local}T00:00Z` : `${local}Z`);
const dateOf = (millis: number): LocalDate => new Date(millis).toISOString().slice(0, 10);

export const isLocalDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(millisOf(text)) && dateOf(millisOf(text)) === text;

export const hourAt = (millis: number): LocalHour => `${new Date(millis).toISOString().slice(0, 13)}:00`;

export const isLocalHour = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:00$/.test(text) &&
  !Number.isNaN(millisOf(text)) &&
  hourAt(millisOf(text)) === text;

/** Years that the API takes. */
export const isAskable = (date: LocalDate): boolean =>
  isLocalDate(date) && date >= '1000-01-01' && date < '3000-01-01';

export const later = (a: LocalDate, b: LocalDate): LocalDate => (a.localeCompare(b) > 0 ? a : b);
export const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a.localeCompare(b) > 0 ? b : a);

export const addDays = (date: LocalDate, days: number): LocalDate =>
  dateOf(millisOf(date) + days * DAY_MILLIS);

export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Math.round((millisOf(to) - millisOf(from)) / DAY_MILLIS);

export const startOfMonth = (date: LocalDate): LocalDate => `${date.slice(0, 7)}-01`;

/** Of the first of a month. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return dateOf(Date.UTC(year, month - 1 + months, 1));
}

/** Start of the bucket that holds the date; weeks are ISO weeks, from Monday. */
export function bucketOf(date: LocalDate, grain: Grain): LocalDate {
  if (grain === 'hour') return hourAt(millisOf(date));
  if (grain === 'day') return date;
  if (grain === 'month') return startOfMonth(date);
  if (grain === 'quarter') return addMonths(startOfMonth(date), -((Number(date.slice(5, 7)) - 1) % 3));
  return addDays(date, -((new Date(millisOf(date)).getUTCDay() + 6) % 7));
}

export function bucketEnd(start: LocalDate, grain: Grain): LocalDate {
  if (grain === 'hour') return hourAt(millisOf(start) + HOUR_MILLIS);
  if (grain === 'month') return addMonths(start, 1);
  if (grain === 'quarter') return addMonths(start, 3);
  return addDays(start, grain === 'week' ? 7 : 1);
}

/** The last day that a period reaches into; `to` itself is excluded. */
export const lastDay = (to: string, timeZone: string): LocalDate =>
  localDate(new Date(Date.parse(to) - 1).toISOString(), timeZone);

/** What a wall clock of the time zone shows at an instant, on a clock without a time zone; to the minute. */
export function wallClock(timeZone: string): (epochMillis: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (epochMillis) => {
    const parts = format.formatToParts(new Date(epochMillis));
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
    const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
    return millisOf(`${date}T${part('hour')}:${part('minute')}`);
  };
}

export const localMillis = (instant: string, timeZone: string): number =>
  wallClock(timeZone)(Date.parse(instant));

/** The date on a wall calendar of the time zone at an instant. */
export const localDate = (instant: string, timeZone: string): LocalDate =>
  dateOf(localMillis(instant, timeZone));

/** Older names too, which browsers know and do not list: Asia/Kolkata is Asia/Calcutta in some. */
export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
