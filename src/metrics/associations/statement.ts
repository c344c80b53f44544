import type { Dialect } from '../dialect/dialect.ts';
import type { ScopeSql } from '../scope.ts';
import type { Statement } from '../source.ts';
import {
  alias,
  and,
  countIf,
  integer,
  list,
  type Sql,
  sessionVersion,
  sql,
  statement,
  TRUE,
} from '../sql.ts';
import { VARIABLES } from './variables.ts';

/** Every two variables, each pair once, by their places in the list. */
export const PAIRS: readonly (readonly [number, number])[] = VARIABLES.flatMap((_, one) =>
  VARIABLES.slice(one + 1).map((_, rest) => [one, one + 1 + rest] as const),
);

const named = (index: number): Sql => alias(`v${index}`);

/**
 * How often each two values come together: rows of `pair`, `x`, `y` and `calls`. All measures are computed from these counts, so
 * that they are exact at any number of calls, and of the calls alone that have both values.
 */
export function associationStatement(scope: ScopeSql, dialect: Dialect): Statement {
  const values = VARIABLES.map(({ expression }, index) => sql`${expression(scope)} AS ${named(index)}`);
  const pairs = PAIRS.map(([one, other], index) => {
    const known = and(sql`${named(one)} IS NOT NULL`, sql`${named(other)} IS NOT NULL`);
    return sql`SELECT ${integer(index)} AS ${alias('pair')}, ${named(one)} AS ${alias('x')}, ${named(other)} AS ${alias('y')}, ${countIf(TRUE)} AS ${alias('calls')} FROM ${alias('call')} WHERE ${known} GROUP BY 2, 3`;
  });
  return statement(
    sql`WITH ${alias('call')} AS (SELECT ${list(values)} FROM ${sessionVersion} WHERE ${scope.where})\n${list(pairs, '\nUNION ALL ')}`,
    dialect,
  );
}
