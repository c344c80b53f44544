import { describe, expect, it } from 'vitest';
import {
  balance,
  clusteredShare,
  meanOverSessions,
  newcombe,
  ofDifference,
  wilson,
} from '../../src/metrics/intervals.ts';
import { nearestRank } from '../../src/metrics/measure/percentile.ts';

const share = (numerator: number, denominator: number) => ({ numerator, denominator });

describe("Wilson's interval", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i', (numerator, denominator, low, high) => {
    const interval = wilson(numerator, denominator);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('ends at 0 and 1 where the share does, and says nothing of nothing', () => {
    expect(wilson(0, 7).low).toBe(0);
    expect(wilson(7, 7).high).toBe(1);
    expect(wilson(0, 0)).toEqual({ low: null, high: null });
  });
});

describe("Newcombe's interval of a difference", () => {
  // Newcombe, Statistics in Medicine 17 (1998) 873, table II, method 10.
  it.each([
    [share(56, 70), share(48, 80), 0.0524, 0.3339],
    [share(9, 10), share(3, 10), 0.1705, 0.809],
    [share(6, 7), share(2, 7), 0.0582, 0.8062],
    [share(5, 56), share(0, 29), -0.0381, 0.1926],
    [share(0, 10), share(0, 20), -0.1611, 0.2775],
    [share(10, 10), share(0, 20), 0.6791, 1],
  ])('%o less %o', (one, other, low, high) => {
    const interval = newcombe(one, other);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});

/** Sums as SQL would yield them. */
function sumsOf(sessions: readonly (readonly [x: number, n: number])[]) {
  const sum = (of: (x: number, n: number) => number) =>
    sessions.reduce((sofar, [x, n]) => sofar + of(x, n), 0);
  return {
    sessions: sessions.length,
    x: sum((x) => x),
    n: sum((_, n) => n),
    xx: sum((x) => x * x),
    xn: sum((x, n) => x * n),
    nn: sum((_, n) => n * n),
  };
}

describe('intervals over sessions', () => {
  it('a mean has the textbook interval of Student', () => {
    const interval = meanOverSessions(sumsOf([1, 2, 3, 4, 5].map((value) => [value, 1])));
    // 3 ± 2.776445 · 1.581139 / √5
    expect(interval.low).toBeCloseTo(1.036757, 6);
    expect(interval.high).toBeCloseTo(4.963243, 6);
  });

  it('a share of turns has the variance clustered by session', () => {
    const sessions = [
      [1, 2],
      [3, 3],
      [0, 4],
      [2, 5],
    ] as const;
    const r = 6 / 14;
    const squares = sessions.reduce((sum, [x, n]) => sum + (x - r * n) ** 2, 0);
    const half = 1.959964 * Math.sqrt(((4 / 3) * squares) / 14 ** 2);
    const interval = clusteredShare(sumsOf(sessions));
    expect(interval.low).toBeCloseTo(Math.max(0, r - half), 6);
    expect(interval.high).toBeCloseTo(r + half, 6);
  });

  it('one session has no interval', () => {
    expect(clusteredShare(sumsOf([[1, 2]]))).toEqual({ low: null, high: null });
    expect(meanOverSessions(sumsOf([[120, 1]]))).toEqual({ low: null, high: null });
  });

  it('many sessions come to the normal one', () => {
    const sums = { sessions: 2e9, x: 0, n: 2e9, xx: 2e9, xn: 0, nn: 2e9 };
    expect(meanOverSessions(sums).high).toBeCloseTo(1.95996 / Math.sqrt(2e9), 9);
  });

  it('net sentiment has the variance of a difference within one sample', () => {
    const interval = balance(50, 30, 100);
    const half = 1.959964 * Math.sqrt((0.8 - 0.04) / 100);
    expect(interval.low).toBeCloseTo(0.2 - half, 6);
    expect(interval.high).toBeCloseTo(0.2 + half, 6);
  });
});

/** Park and Miller's generator (Communications of the ACM 31, 1988). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('the interval of any other difference', () => {
  it('holds the true one 95 times of 100, of two shares of turns', () => {
    const random = randomOf(8);
    /** Sessions of 1 to 6 turns, each with a leaning of its own around the share. */
    const draw = (share: number) =>
      Array.from({ length: 80 }, () => {
        const own = share + (random() - 0.5) * 0.4;
        const n = 1 + Math.floor(random() * 6);
        return [Array.from({ length: n }).filter(() => random() < own).length, n] as const;
      });
    const boundedShare = (share: number) => {
      const sums = sumsOf(draw(share));
      return { value: sums.x / sums.n, ...clusteredShare(sums) };
    };
    const held = Array.from({ length: 2000 }, () =>
      ofDifference(boundedShare(0.7), boundedShare(0.6)),
    ).filter(({ low, high }) => Number(low) <= 0.1 && Number(high) >= 0.1);
    expect(held.length / 2000).toBeGreaterThan(0.93);
    expect(held.length / 2000).toBeLessThan(0.97);
  });

  it('is unknown where one of them is', () => {
    const one = { value: 1, low: 0, high: 2 };
    expect(ofDifference(one, { value: null, low: null, high: null })).toEqual({ low: null, high: null });
  });
});

describe('nearest rank', () => {
  it.each([
    [50, 3],
    [90, 10],
    [100, 10],
    [1, 1],
  ])('the %ith percentile of 1, 2, 3, 4, 10 is %i', (percent, value) => {
    expect(
      nearestRank(
        [1, 2, 3, 4, 10].map((v) => [v, 1]),
        percent,
      ),
    ).toBe(value);
  });

  it('takes no value beyond the rank', () => {
    // Of 10 values the 90th percentile is the 9th, whatever 0.9 · 10 is in floating point.
    expect(
      nearestRank(
        Array.from({ length: 10 }, (_, i) => [i + 1, 1]),
        90,
      ),
    ).toBe(9);
    expect(
      nearestRank(
        [
          [5, 99],
          [6, 1],
        ],
        99,
      ),
    ).toBe(5);
    expect(nearestRank([], 50)).toBeNull();
  });
});
