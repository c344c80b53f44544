/** When people call: relative weights, in UTC. Products of three stay far below 2^53. */

/** January first. */
export const MONTH_WEIGHTS: readonly number[] = [118, 104, 98, 94, 92, 96, 101, 99, 97, 95, 103, 116];

/** Sunday first. */
export const WEEKDAY_WEIGHTS: readonly number[] = [52, 132, 118, 110, 106, 108, 74];

/** Bills go out on the first; the days after it are busy. Index 0 is the first of the month; later days weigh 96. */
export const BILLING_DAY_WEIGHTS: readonly number[] = [118, 128, 122, 112, 105];
export const PLAIN_DAY_WEIGHT = 96;

/** From midnight on. */
export const WORKDAY_HOUR_WEIGHTS: readonly number[] = [
  6, 4, 3, 3, 4, 9, 22, 48, 82, 104, 112, 106, 92, 94, 98, 96, 94, 98, 92, 74, 56, 38, 22, 11,
];
export const WEEKEND_HOUR_WEIGHTS: readonly number[] = [
  10, 7, 5, 4, 4, 6, 12, 24, 46, 78, 98, 104, 98, 90, 86, 82, 80, 78, 72, 64, 52, 40, 27, 16,
];

/** A day's volume swings by up to this much, per mille, either way. */
export const DAY_NOISE = 90;
