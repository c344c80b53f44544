import { balance } from '../intervals.ts';
import { countIf, type Sql, sql } from '../sql.ts';
import type { Measure } from './measure.ts';

/** Sessions of one kind less those of another, of all that are of some kind. */
export interface Balance {
  readonly form: 'balance';
  readonly plus: Sql;
  readonly minus: Sql;
  readonly denominator: Sql;
}

export function balanceMeasure({ plus, minus, denominator }: Balance): Measure {
  return {
    aggregates: { plus: countIf(plus), minus: countIf(minus), denominator: countIf(denominator) },
    value: (integers) => {
      const numerator = integers('plus') - integers('minus');
      const n = integers('denominator');
      return {
        value: n === 0 ? null : numerator / n,
        numerator,
        denominator: n,
        ...balance(integers('plus'), integers('minus'), n),
      };
    },
    numerator: sql`${plus} OR ${minus}`,
    denominator,
  };
}
