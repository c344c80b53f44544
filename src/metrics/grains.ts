import { Temporal } from 'temporal-polyfill';
import type { Dimension } from './dimension.ts';
import type { Scalar } from './question.ts';
import { divide, epochMillis, integer, type Sql, sql } from './sql.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days are counted from Monday 0001-01-01: weeks then start where they should, and no division meets a negative number. */
const ORIGIN = Temporal.PlainDate.from('0001-01-01');
const EPOCH_DAYS = ORIGIN.until('1970-01-01').days;

const sinceOrigin = (local: Sql): Sql => sql`${epochMillis(local)} + ${integer(EPOCH_DAYS * DAY_MS)}`;
const every =
  (millis: number) =>
  (local: Sql): Sql =>
    divide(sinceOrigin(local), integer(millis));

/** Days since a Monday. */
export const dayNumber = every(DAY_MS);

interface Grain {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Number of the bucket: consecutive integers in order of time. */
  readonly bucket: (local: Sql) => Sql;
  /** Start of a bucket, local. */
  readonly startOf: (bucket: number) => Temporal.PlainDateTime;
  readonly bucketOf: (at: Temporal.PlainDateTime) => number;
}

const daysAfterOrigin = (days: number) => ORIGIN.add({ days }).toPlainDateTime();
const daysOf = (at: Temporal.PlainDateTime) => ORIGIN.until(at.toPlainDate()).days;
const monthsIn = (months: number) =>
  new Temporal.PlainDateTime(Math.floor(months / 12), (months % 12) + 1, 1);
const monthsOf = (at: Temporal.PlainDateTime) => at.year * 12 + at.month - 1;

const GRAINS: readonly Grain[] = [
  {
    name: 'hour',
    label: 'Hour',
    description: 'Hour in which the call began.',
    bucket: every(HOUR_MS),
    startOf: (hours) => daysAfterOrigin(Math.floor(hours / 24)).add({ hours: hours % 24 }),
    bucketOf: (at) => daysOf(at) * 24 + at.hour,
  },
  {
    name: 'day',
    label: 'Day',
    description: 'Day on which the call began.',
    bucket: dayNumber,
    startOf: daysAfterOrigin,
    bucketOf: daysOf,
  },
  {
    name: 'week',
    label: 'Week',
    description: 'ISO week in which the call began, by its Monday.',
    bucket: every(7 * DAY_MS),
    startOf: (weeks) => daysAfterOrigin(weeks * 7),
    bucketOf: (at) => Math.floor(daysOf(at) / 7),
  },
  {
    name: 'month',
    label: 'Month',
    description: 'Month in which the call began, by its first day.',
    bucket: (local) => sql`EXTRACT(YEAR FROM ${local}) * 12 + EXTRACT(MONTH FROM ${local}) - 1`,
    startOf: monthsIn,
    bucketOf: monthsOf,
  },
  {
    name: 'quarter',
    label: 'Quarter',
    description: 'Quarter in which the call began, by its first day.',
    bucket: (local) => sql`EXTRACT(YEAR FROM ${local}) * 4 + EXTRACT(QUARTER FROM ${local}) - 1`,
    startOf: (quarters) => monthsIn(quarters * 3),
    bucketOf: (at) => Math.floor(monthsOf(at) / 3),
  },
  {
    name: 'year',
    label: 'Year',
    description: 'Year in which the call began, by its first day.',
    bucket: (local) => sql`EXTRACT(YEAR FROM ${local})`,
    startOf: (years) => monthsIn(years * 12),
    bucketOf: (at) => at.year,
  },
];

export const TIME_DIMENSIONS: readonly Dimension[] = GRAINS.map((grain) => ({
  name: grain.name,
  label: grain.label,
  kind: 'time',
  description: grain.description,
  expression: grain.bucket,
  keyOf: (raw) => keyText(grain, grain.startOf(Number(raw))),
  rawOf: (key) => bucketOfKey(grain, key),
}));

function keyText(grain: Grain, start: Temporal.PlainDateTime): string {
  return grain.name === 'hour' ? start.toString({ smallestUnit: 'minute' }) : start.toPlainDate().toString();
}

/** Any moment of a bucket names it, and a date may be cut short: 2025-03 is March. */
function bucketOfKey(grain: Grain, key: Scalar): number | undefined {
  const whole = `${key}${'0000-01-01T00:00'.slice(String(key).length)}`;
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d$/.test(whole)) return undefined;
  try {
    return grain.bucketOf(Temporal.PlainDateTime.from(whole));
  } catch {
    return undefined;
  }
}
