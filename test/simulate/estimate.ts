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
const around = (value: number, variance: number): Estimate => {
  const half = Z * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
};
const shareOf = ({ hits, n }: Share): number => hits / n;
const varianceOf = (share: Share): number => (shareOf(share) * (1 - shareOf(share))) / share.n;

export function difference(one: Share, other: Share): Estimate {
  return around(shareOf(one) - shareOf(other), varianceOf(one) + varianceOf(other));
}

/** How much more one changed than the other did. */
export function differenceOfDifferences(after: Share, before: Share, after0: Share, before0: Share): Estimate {
  const value = shareOf(after) - shareOf(before) - (shareOf(after0) - shareOf(before0));
  return around(value, [after, before, after0, before0].reduce((sum, share) => sum + varianceOf(share), 0));
}

/** Of a ratio: counts are as good as Poisson's, whose logarithms have a variance of 1 / count. */
function ofLog(ratio: number, counts: readonly number[]): Estimate {
  const half = Z * Math.sqrt(counts.reduce((sum, count) => sum + 1 / count, 0));
  return { value: ratio, low: ratio * Math.exp(-half), high: ratio * Math.exp(half) };
}

export function rateRatio(count: number, units: number, count0: number, units0: number): Estimate {
  return ofLog(count / units / (count0 / units0), [count, count0]);
}

export function oddsRatio(a: number, b: number, c: number, d: number): Estimate {
  return ofLog((a * d) / (b * c), [a, b, c, d]);
}

/** The share of those who would not have been hit otherwise and are. */
export function excess(one: Share, usual: Share): Estimate {
  const [q1, q0] = [shareOf(one), shareOf(usual)];
  const variance = varianceOf(one) / (1 - q0) ** 2 + varianceOf(usual) * ((1 - q1) / (1 - q0) ** 2) ** 2;
  return around((q1 - q0) / (1 - q0), variance);
}
