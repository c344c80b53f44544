import { clusteredShare, meanOverSessions, type RatioSums } from '../intervals.ts';
import { and, countIf, divide, integer, ONE, type Sql, sql, sum, sumOfProducts, TRUE } from '../sql.ts';
import type { Integers, Measure } from './measure.ts';

/** Σx/Σn over sessions; x and n are integers of a session. */
interface Ratio {
  readonly x: Sql;
  readonly n: Sql;
  /** Sessions that take part; all when absent. In the others x is null or 0. */
  readonly where?: Sql;
}

/** A share of turns. */
export interface TurnShare extends Ratio {
  readonly form: 'turn_share';
}

export interface Mean extends Ratio {
  readonly form: 'mean';
  /** x is in so many parts of the unit. */
  readonly perUnit?: number;
  /**
   * Squares are taken of x divided by this, rounded down: squares of millionths would soon leave the exact integers. They go
   * into the interval alone.
   */
  readonly coarse?: number;
}

export function turnShareMeasure(ratio: TurnShare): Measure {
  return {
    aggregates: { x: sum(ratio.x), ...spread(ratio, ratio.x) },
    value: (integers) => {
      const numerator = integers('x');
      const denominator = integers('n');
      return {
        value: denominator === 0 ? null : numerator / denominator,
        numerator,
        denominator,
        ...clusteredShare(sumsOf(integers)),
      };
    },
    numerator: and(taking(ratio), sql`${ratio.x} > 0`),
    denominator: hasTurns(ratio),
  };
}

export function meanMeasure(mean: Mean): Measure {
  const { perUnit = 1, coarse } = mean;
  const rough = coarse === undefined ? mean.x : divide(mean.x, integer(coarse));
  return {
    aggregates: { x: sum(mean.x), ...spread(mean, rough) },
    value: (integers) => {
      const n = integers('n');
      const interval = meanOverSessions(sumsOf(integers));
      const scale = (bound: number | null) => bound && (bound * (coarse ?? 1)) / perUnit;
      return {
        value: n === 0 ? null : integers('x') / n / perUnit,
        n,
        low: scale(interval.low),
        high: scale(interval.high),
      };
    },
    numerator: hasTurns(mean),
    denominator: hasTurns(mean),
  };
}

function spread(ratio: Ratio, x: Sql): Record<string, Sql> {
  const sessions = countIf(hasTurns(ratio));
  const squares = { rough: sum(x), xx: sumOfProducts(x, x) };
  if (ratio.n === ONE) return { ...squares, sessions, n: sessions, xn: sum(x), nn: sessions };
  const n = ratio.where ? sql`CASE WHEN ${ratio.where} THEN ${ratio.n} END` : ratio.n;
  return { ...squares, sessions, n: sum(n), xn: sumOfProducts(x, n), nn: sumOfProducts(n, n) };
}

function sumsOf(integers: Integers): RatioSums {
  return {
    sessions: integers('sessions'),
    x: integers('rough'),
    n: integers('n'),
    xx: integers('xx'),
    xn: integers('xn'),
    nn: integers('nn'),
  };
}

const taking = (ratio: Ratio): Sql => ratio.where ?? TRUE;
const hasTurns = (ratio: Ratio): Sql =>
  ratio.n === ONE ? taking(ratio) : and(taking(ratio), sql`${ratio.n} > 0`);
