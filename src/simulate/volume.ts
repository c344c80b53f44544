import { isoDate, MS_PER_DAY, MS_PER_HOUR, monthOf } from './calendar.ts';
import {
  BILLING_DAY_WEIGHTS,
  DAY_NOISE,
  MONTH_WEIGHTS,
  PLAIN_DAY_WEIGHT,
  WEEKDAY_WEIGHTS,
  WEEKEND_HOUR_WEIGHTS,
  WORKDAY_HOUR_WEIGHTS,
} from './data/traffic.ts';
import type { Span } from './options.ts';
import { Rng, Wheel } from './rng.ts';

const PURPOSE_VOLUME = 0x564f4c55;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const WORKDAY = new Wheel(HOURS, (hour) => WORKDAY_HOUR_WEIGHTS[hour] ?? 0);
const WEEKEND = new Wheel(HOURS, (hour) => WEEKEND_HOUR_WEIGHTS[hour] ?? 0);

/** Sunday is 0; 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

export function hoursOf(day: number): Wheel<number> {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6 ? WEEKEND : WORKDAY;
}

/** 0 to 100: how busy the lines are at that time, the busiest hour of a Monday in January being about 100. */
export function loadAt(ms: number): number {
  const day = Math.floor(ms / MS_PER_DAY);
  const hour = Math.floor((ms - day * MS_PER_DAY) / MS_PER_HOUR);
  const month = MONTH_WEIGHTS[monthOf(day)] ?? 100;
  const weekday = WEEKDAY_WEIGHTS[weekdayOf(day)] ?? 100;
  return Math.floor(((WORKDAY_HOUR_WEIGHTS[hour] ?? 0) * month * weekday) / 17_000);
}

function dayWeight(day: number, seed: number): number {
  const iso = isoDate(day);
  const month = MONTH_WEIGHTS[monthOf(day)] ?? 100;
  const billing = BILLING_DAY_WEIGHTS[Number(iso.slice(8, 10)) - 1] ?? PLAIN_DAY_WEIGHT;
  const noise = 1000 + new Rng(seed, PURPOSE_VOLUME, day).around(-DAY_NOISE, DAY_NOISE);
  return month * (WEEKDAY_WEIGHTS[weekdayOf(day)] ?? 100) * billing * noise;
}

/** How many of the `sessions` fall on each day: shares by weight, exact in sum. BigInt, for the products pass 2^53. */
export function* sessionsByDay(
  span: Span,
  sessions: number,
  seed: number,
): Generator<{ readonly day: number; readonly sessions: number }> {
  let total = 0n;
  for (let day = span.fromDay; day < span.toDay; day++) total += BigInt(dayWeight(day, seed));
  let passed = 0n;
  let given = 0;
  for (let day = span.fromDay; day < span.toDay; day++) {
    passed += BigInt(dayWeight(day, seed));
    const upToHere = Number((BigInt(sessions) * passed) / total);
    yield { day, sessions: upToHere - given };
    given = upToHere;
  }
}

/** Times of so many calls on that day, in order, in ms. */
export function timesOfDay(day: number, sessions: number, seed: number): Float64Array {
  const rng = new Rng(seed, PURPOSE_VOLUME ^ 1, day);
  const hours = hoursOf(day);
  const times = new Float64Array(sessions);
  for (let call = 0; call < sessions; call++) {
    const second = rng.below(3600);
    times[call] = day * MS_PER_DAY + hours.draw(rng) * MS_PER_HOUR + second * 1000 + rng.below(1000);
  }
  return times.sort();
}
