import type { Dialect } from './dialect/dialect.ts';
import type { Dimension } from './dimension.ts';
import type { ScopeSql } from './scope.ts';
import { alias, column, list, type Sql, sql } from './sql.ts';

/** What a result column shows, and what the rows are grouped by for it. */
export interface Key {
  readonly shown: Sql;
  readonly group: Sql;
}

export const keyColumn = (index: number) => `k${index}`;

export const named = (piece: Sql, name: string): Sql => sql`${piece} AS ${alias(name)}`;

/** All values of one number are the same: any of them will do. */
export function keyOf(
  { key, expression }: Dimension,
  index: number,
  scope: ScopeSql,
  { hasNumbers }: Dialect,
): Key {
  const value = expression(scope);
  return hasNumbers && key !== undefined
    ? { shown: named(sql`any_value(${value})`, keyColumn(index)), group: column(key) }
    : { shown: named(value, keyColumn(index)), group: () => `${index + 1}` };
}

export function selectBy(keys: readonly Key[], counted: readonly Sql[], from: Sql, where: Sql): Sql {
  const columns = [...keys.map(({ shown }) => shown), ...counted];
  const groups = list(keys.map(({ group }) => group));
  const groupBy = keys.length === 0 ? sql`` : sql`\nGROUP BY ${groups}`;
  return sql`SELECT ${list(columns, ',\n  ')}\nFROM ${from}\nWHERE ${where}${groupBy}`;
}
