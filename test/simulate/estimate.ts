/** An effect as a query finds it: a value with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Share {
  readonly hits: number;
  readonly n: number;
}

const Z = 1.959964;
const shareOf = ({ hits, n }: Share): number => hits / n;

/** Wilson's. */
function intervalOf(share: Share): Estimate {
  const { n } = share;
  const value = shareOf(share);
  const middle = (value + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z / (1 + (Z * Z) / n)) * Math.sqrt((value * (1 - value)) / n + (Z * Z) / (4 * n * n));
  return { value, low: middle - half, high: middle + half };
}

/** Intervals of a sum of weighted estimates from theirs (Newcombe's way, also called MOVER). */
function combined(value: number, terms: readonly (readonly [Estimate, number])[]): Estimate {
  const side = (isLow: boolean) =>
    Math.hypot(
      ...terms.map(
        ([of, weight]) => weight * (weight > 0 === isLow ? of.value - of.low : of.high - of.value),
      ),
    );
  return { value, low: value - side(true), high: value + side(false) };
}

export function difference(one: Share, other: Share): Estimate {
  return combined(shareOf(one) - shareOf(other), [
    [intervalOf(one), 1],
    [intervalOf(other), -1],
  ]);
}

/** How much more one changed than the other did. */
export function differenceOfDifferences(
  after: Share,
  before: Share,
  after0: Share,
  before0: Share,
): Estimate {
  return combined(shareOf(after) - shareOf(before) - (shareOf(after0) - shareOf(before0)), [
    [intervalOf(after), 1],
    [intervalOf(before), -1],
    [intervalOf(after0), -1],
    [intervalOf(before0), 1],
  ]);
}

/** The share of those who would not have been hit otherwise and are. */
export function excess(one: Share, usual: Share): Estimate {
  const [q1, q0] = [shareOf(one), shareOf(usual)];
  return combined((q1 - q0) / (1 - q0), [
    [intervalOf(one), 1 / (1 - q0)],
    [intervalOf(usual), -(1 - q1) / (1 - q0) ** 2],
  ]);
}

function ofLog(ratio: number, variance: number): Estimate {
  const half = Z * Math.sqrt(variance);
  return { value: ratio, low: ratio * Math.exp(-half), high: ratio * Math.exp(half) };
}

/** Counts are as good as Poisson's, whose logarithms have a variance of 1 / count. */
export function rateRatio(count: number, units: number, count0: number, units0: number): Estimate {
  return ofLog(count / units / (count0 / units0), 1 / count + 1 / count0);
}

/** Of strata that differ in themselves, one each: Mantel and Haenszel's, with the variance of Robins, Breslow and Greenland. */
export function oddsRatio(strata: readonly (readonly [one: Share, other: Share])[]): Estimate {
  const sums = { r: 0, s: 0, pr: 0, mixed: 0, qs: 0 };
  for (const [one, other] of strata) {
    const [misses, misses0, n] = [one.n - one.hits, other.n - other.hits, one.n + other.n];
    const [r, s] = [(one.hits * misses0) / n, (misses * other.hits) / n];
    const [p, q] = [(one.hits + misses0) / n, (misses + other.hits) / n];
    sums.r += r;
    sums.s += s;
    sums.pr += p * r;
    sums.mixed += p * s + q * r;
    sums.qs += q * s;
  }
  const { r, s, pr, mixed, qs } = sums;
  return ofLog(r / s, pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s));
}
