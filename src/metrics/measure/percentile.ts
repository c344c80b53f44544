import { column, sql } from '../sql.ts';
import type { Histogram, Measure } from './measure.ts';

/** The smallest value that at least `percent` of 100 values do not exceed (nearest rank). */
export interface Percentile {
  readonly form: 'percentile';
  readonly of: string;
  readonly percent: number;
}

export function percentileMeasure({ of, percent }: Percentile): Measure {
  const hasValue = sql`${column(of)} IS NOT NULL`;
  return {
    aggregates: {},
    histogramOf: of,
    value: (_integers, histogram) => ({
      value: nearestRank(histogram, percent),
      n: histogram.reduce((total, [, count]) => total + count, 0),
    }),
    numerator: hasValue,
    denominator: hasValue,
  };
}

/** Null over nothing. */
export function nearestRank(histogram: Histogram, percent: number): number | null {
  const total = histogram.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.max(1, Math.ceil((total * percent) / 100));
  let seen = 0;
  for (const [value, count] of histogram) {
    seen += count;
    if (seen >= rank) return value;
  }
  return null;
}
