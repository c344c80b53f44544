import { column, countDistinct, countIf, type Sql, sql } from '../sql.ts';
import type { Given, Measure } from './measure.ts';

/** Sessions for which a condition holds. */
export interface Count {
  readonly form: 'count';
  readonly where: Sql;
}

/** Distinct values of a column. */
export interface Distinct {
  readonly form: 'distinct';
  readonly of: string;
  /** Column of the numbers of the values. */
  readonly key: string;
}

export function countMeasure({ where }: Count): Measure {
  return {
    aggregates: { sessions: countIf(where) },
    value: (integers) => ({ value: integers('sessions') }),
    numerator: where,
    denominator: where,
  };
}

export function distinctMeasure({ of, key }: Distinct, { groups }: Given): Measure {
  const hasValue = sql`${column(of)} IS NOT NULL`;
  return {
    isDistinct: true,
    aggregates: { distinct: countDistinct(column(of), column(key), groups) },
    value: (integers) => ({ value: integers('distinct') }),
    numerator: hasValue,
    denominator: hasValue,
  };
}
