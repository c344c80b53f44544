import type { Dimension } from './dimension.ts';
import type { Scalar } from './question.ts';
import { divide, integer, months, type Sql, sql } from './sql.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Buckets whose number takes a calendar. */
const LONG_MS = 28 * DAY_MS;
/** Time is counted from Monday 0001-01-01: weeks then start where they should, and no division meets a negative number. */
const EPOCH_DAYS = 719_162;
const EPOCH_MONTHS = 1969 * 12;

const sinceOrigin = (local: Sql): Sql => sql`${local} + ${integer(EPOCH_DAYS * DAY_MS)}`;
const every =
  (millis: number) =>
  (local: Sql): Sql =>
    divide(sinceOrigin(local), integer(millis));

/** Days and hours since a Monday midnight. */
export const dayNumber = every(DAY_MS);
export const hourNumber = every(HOUR_MS);

interface Grain {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly bucketMs: number;
  /** Number of the bucket: consecutive integers in order of time. */
  readonly bucket: (local: Sql) => Sql;
  /** Start of a bucket: local time, held as if it were UTC. */
  readonly startOf: (bucket: number) => Date;
  readonly bucketOf: (at: Date) => number;
}

const hoursAfterOrigin = (hours: number) => new Date(hours * HOUR_MS - EPOCH_DAYS * DAY_MS);
const daysAfterOrigin = (days: number) => hoursAfterOrigin(days * 24);
const monthsAfterOrigin = (count: number) => new Date(Date.UTC(1970, count - EPOCH_MONTHS, 1));
export const hoursOf = (at: Date) => Math.floor(at.getTime() / HOUR_MS) + EPOCH_DAYS * 24;
export const daysOf = (at: Date) => Math.floor(hoursOf(at) / 24);
const monthsOf = (at: Date) => (at.getUTCFullYear() - 1) * 12 + at.getUTCMonth();

const GRAINS: readonly Grain[] = [
  {
    name: 'hour',
    label: 'Hour',
    description: 'Hour in which the call began.',
    bucketMs: HOUR_MS,
    bucket: hourNumber,
    startOf: hoursAfterOrigin,
    bucketOf: hoursOf,
  },
  {
    name: 'day',
    label: 'Day',
    description: 'Day on which the call began.',
    bucketMs: DAY_MS,
    bucket: dayNumber,
    startOf: daysAfterOrigin,
    bucketOf: daysOf,
  },
  {
    name: 'week',
    label: 'Week',
    description: 'ISO week in which the call began, by its Monday.',
    bucketMs: 7 * DAY_MS,
    bucket: every(7 * DAY_MS),
    startOf: (weeks) => daysAfterOrigin(weeks * 7),
    bucketOf: (at) => Math.floor(daysOf(at) / 7),
  },
  {
    name: 'month',
    label: 'Month',
    description: 'Month in which the call began, by its first day.',
    bucketMs: 28 * DAY_MS,
    bucket: months,
    startOf: monthsAfterOrigin,
    bucketOf: monthsOf,
  },
  {
    name: 'quarter',
    label: 'Quarter',
    description: 'Quarter in which the call began, by its first day.',
    bucketMs: 90 * DAY_MS,
    bucket: (local) => divide(months(local), integer(3)),
    startOf: (quarters) => monthsAfterOrigin(quarters * 3),
    bucketOf: (at) => Math.floor(monthsOf(at) / 3),
  },
  {
    name: 'year',
    label: 'Year',
    description: 'Year in which the call began, by its first day.',
    bucketMs: 365 * DAY_MS,
    bucket: (local) => divide(months(local), integer(12)),
    startOf: (years) => monthsAfterOrigin(years * 12),
    bucketOf: (at) => at.getUTCFullYear() - 1,
  },
];

export const TIME_DIMENSIONS: readonly Dimension[] = GRAINS.map((grain) => ({
  name: grain.name,
  label: grain.label,
  kind: 'time',
  description: grain.description,
  bucketMs: grain.bucketMs,
  bucketOf: grain.bucketOf,
  startOf: grain.startOf,
  expression: ({ local, cutter }) => (grain.bucketMs >= LONG_MS && cutter?.(grain)) || grain.bucket(local),
  keyOf: (raw) => keyText(grain, grain.startOf(Number(raw))),
  rawOf: (key) => bucketOfKey(grain, key),
}));

function keyText(grain: Grain, start: Date): string {
  return start.toISOString().slice(0, grain.name === 'hour' ? 16 : 10);
}

/** Any moment of a bucket names it, and a date may be cut short: 2025-03 is March. */
function bucketOfKey(grain: Grain, key: Scalar): number | undefined {
  const whole = `${key}${'0000-01-01T00:00'.slice(String(key).length)}`.replace(' ', 'T');
  const at = new Date(`${whole}Z`);
  // A 30th of February parses too, as a day of March.
  const isReal = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(whole);
  return isReal && whole.length === 16 ? grain.bucketOf(at) : undefined;
}
