import jstat from 'jstat';

/** A 95 % interval; both null when nothing can be said. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

const UNKNOWN: Interval = { low: null, high: null };
/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;
/** From here on t equals z to six digits, and the library's own series begins to drift. */
const MAX_FREEDOM = 1_000_000;

/** Wilson's score interval of a share, without continuity correction. (E. B. Wilson, JASA 22, 1927) */
export function wilson(numerator: number, denominator: number): Interval {
  if (denominator === 0) return UNKNOWN;
  const share = numerator / denominator;
  const z2 = Z * Z;
  const centre = (numerator + z2 / 2) / (denominator + z2);
  const half = (Z / (denominator + z2)) * Math.sqrt(denominator * share * (1 - share) + z2 / 4);
  return {
    low: numerator === 0 ? 0 : Math.max(0, centre - half),
    high: numerator === denominator ? 1 : Math.min(1, centre + half),
  };
}

export interface Share {
  readonly numerator: number;
  readonly denominator: number;
}

/** Interval of `one` minus `other`, independent shares. (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10) */
export const newcombe = (one: Share, other: Share): Interval => ofDifference(bounded(one), bounded(other));

const bounded = ({ numerator, denominator }: Share): Bounded => ({
  value: denominator === 0 ? null : numerator / denominator,
  ...wilson(numerator, denominator),
});

/** An estimate with its own interval. */
export interface Bounded extends Interval {
  readonly value: number | null;
}

/**
 * Interval of `one` minus `other`, independent estimates, from the interval of each: of shares with Wilson's it is Newcombe's. (G. Y. Zou and
 * A. Donner, Statistics in Medicine 27, 2008)
 */
export function ofDifference(one: Bounded, other: Bounded): Interval {
  if (one.value === null || one.low === null || one.high === null) return UNKNOWN;
  if (other.value === null || other.low === null || other.high === null) return UNKNOWN;
  const difference = one.value - other.value;
  return {
    low: difference - Math.hypot(one.value - one.low, other.high - other.value),
    high: difference + Math.hypot(one.high - one.value, other.value - other.low),
  };
}

/** Σx, Σn and their products over the sessions that have any n: what the variance of the ratio Σx/Σn needs. */
export interface RatioSums {
  readonly sessions: number;
  readonly x: number;
  readonly n: number;
  readonly xx: number;
  readonly xn: number;
  readonly nn: number;
}

/** Variance of r = Σx/Σn, clustered by session: m/(m−1)·Σ(x−rn)²/(Σn)². Null for fewer than two sessions. */
function ratioVariance({ sessions, x, n, xx, xn, nn }: RatioSums): number | null {
  if (sessions < 2 || n === 0) return null;
  const r = x / n;
  const squares = Math.max(0, xx - 2 * r * xn + r * r * nn);
  return ((sessions / (sessions - 1)) * squares) / (n * n);
}

function around(value: number, half: number, low: number, high: number): Interval {
  return { low: Math.max(low, value - half), high: Math.min(high, value + half) };
}

/** Interval of a share of turns. */
export function clusteredShare(sums: RatioSums): Interval {
  const variance = ratioVariance(sums);
  return variance === null ? UNKNOWN : around(sums.x / sums.n, Z * Math.sqrt(variance), 0, 1);
}

/** Interval of a mean, by Student's t over sessions; with one n for each session it is the textbook one. */
export function meanOverSessions(sums: RatioSums): Interval {
  const variance = ratioVariance(sums);
  if (variance === null) return UNKNOWN;
  const t = jstat.jStat.studentt.inv(0.975, Math.min(sums.sessions - 1, MAX_FREEDOM));
  return around(sums.x / sums.n, t * Math.sqrt(variance), -Infinity, Infinity);
}

/** Interval of (plus − minus)/n, with the variance (p₊+p₋−(p₊−p₋)²)/n. */
export function balance(plus: number, minus: number, n: number): Interval {
  if (n === 0) return UNKNOWN;
  const value = (plus - minus) / n;
  const variance = Math.max(0, (plus + minus) / n - value * value) / n;
  return around(value, Z * Math.sqrt(variance), -1, 1);
}
