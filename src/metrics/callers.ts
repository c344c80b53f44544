import { customerColumn } from './customer-column.ts';
import type { Scope } from './question.ts';
import type { Statement } from './source.ts';
import { alias, and, column, countIf, integer, sessionVersion, sql, statement, sum, TRUE } from './sql.ts';
import { type AskContext, whereOf } from './turns/context.ts';

/** Customers with so many calls or more are one row. */
export const MOST_CALLS = 10;

/** How many calls a customer has in the scope: rows of `calls`, `customers` and `sessions`. */
export function callersStatement(scope: Scope, context: AskContext): Statement {
  const where = and(whereOf(scope, context), sql`${column('customer_id')} IS NOT NULL`);
  const calls = alias('calls');
  const each = sql`SELECT ${customerColumn}, ${countIf(TRUE)} AS ${calls} FROM ${sessionVersion} WHERE ${where} GROUP BY 1`;
  return statement(
    sql`SELECT LEAST(${calls}, ${integer(MOST_CALLS)}) AS ${alias('at_least')}, ${countIf(TRUE)} AS ${alias('customers')}, ${sum(calls)} AS ${alias('sessions')}
FROM (${each}) AS ${alias('each')}
GROUP BY 1
ORDER BY 1`,
    context.dialect,
  );
}
