import { column, countIf, type Sql, sql } from '../sql.ts';
import type { Measure } from './measure.ts';

/** Sessions for which a condition holds. */
export interface Count {
  readonly form: 'count';
  readonly where: Sql;
}

/** Distinct values of a column. */
export interface Distinct {
  readonly form: 'distinct';
  readonly of: string;
}

export function countMeasure({ where }: Count): Measure {
  return {
    aggregates: { sessions: countIf(where) },
    value: (integers) => ({ value: integers('sessions') }),
    numerator: where,
    denominator: where,
  };
}

/** Distinct beside the other aggregates is the cheapest exact way that was measured: grouping twice costs a sixth more. */
export function distinctMeasure({ of }: Distinct): Measure {
  const hasValue = sql`${column(of)} IS NOT NULL`;
  return {
    aggregates: { distinct: sql`count(DISTINCT ${column(of)})` },
    value: (integers) => ({ value: integers('distinct') }),
    numerator: hasValue,
    denominator: hasValue,
  };
}
