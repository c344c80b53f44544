import { type Balance, balanceMeasure } from './balance.ts';
import { type Count, countMeasure, type Distinct, distinctMeasure } from './count.ts';
import type { Given, Measure } from './measure.ts';
import { type Percentile, percentileMeasure } from './percentile.ts';
import { type Mean, meanMeasure, type TurnShare, turnShareMeasure } from './ratio.ts';
import { type Share, shareMeasure } from './share.ts';

/** What a metric counts, as data. */
export type Expression = Count | Distinct | Share | TurnShare | Mean | Balance | Percentile;

export function measureOf(expression: Expression, given: Given): Measure {
  switch (expression.form) {
    case 'count':
      return countMeasure(expression);
    case 'distinct':
      return distinctMeasure(expression, given);
    case 'share':
      return shareMeasure(expression, given);
    case 'turn_share':
      return turnShareMeasure(expression);
    case 'mean':
      return meanMeasure(expression);
    case 'balance':
      return balanceMeasure(expression);
    case 'percentile':
      return percentileMeasure(expression);
  }
}
