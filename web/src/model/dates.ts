/** Calendar dates as `YYYY-MM-DD` text: they sort as text, and no time zone can shift them. */
export type LocalDate = string;
export type Grain = 'day' | 'week' | 'month' | 'quarter';

const DAY_MILLIS = 86_400_000;
const millisOf = (date: LocalDate) => Date.parse(`${date}T00:00:00Z`);
const dateOf = (millis: number): LocalDate => new Date(millis).toISOString().slice(0, 10);

/** Of a date, on a clock without a time zone. */
export const midnight = millisOf;

export const isLocalDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(millisOf(text)) && dateOf(millisOf(text)) === text;

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
  if (grain === 'day') return date;
  if (grain === 'month') return startOfMonth(date);
  if (grain === 'quarter') return addMonths(startOfMonth(date), -((Number(date.slice(5, 7)) - 1) % 3));
  return addDays(date, -((new Date(millisOf(date)).getUTCDay() + 6) % 7));
}

export function bucketEnd(start: LocalDate, grain: Grain): LocalDate {
  if (grain === 'month') return addMonths(start, 1);
  if (grain === 'quarter') return addMonths(start, 3);
  return addDays(start, grain === 'week' ? 7 : 1);
}

/** The last day that a period reaches into; `to` itself is excluded. */
export const lastDay = (to: string, timeZone: string): LocalDate =>
  localDate(new Date(Date.parse(to) - 1).toISOString(), timeZone);

/** The date on a wall calendar of the time zone at an instant. */
export function localDate(instant: string, timeZone: string): LocalDate {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** What a wall clock of the time zone shows at an instant, on a clock without a time zone. */
export function localMillis(instant: string, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(new Date(instant));
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  return millisOf(localDate(instant, timeZone)) + (part('hour') * 60 + part('minute')) * 60_000;
}

/** Older names too, which browsers know and do not list: Asia/Kolkata is Asia/Calcutta in some. */
export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
