import type { Dialect } from './dialect/dialect.ts';
import type { Dimension } from './dimension.ts';
import type { Measure } from './measure/measure.ts';
import type { ScopeSql } from './scope.ts';
import type { Statement } from './source.ts';
import { alias, and, column, countIf, list, type Sql, sessionVersion, sql, statement, TRUE } from './sql.ts';

/** The statements that answer one question about one period. */
export interface Scan {
  /** One row per group: keys `k0`, …, integers `a0`, …; `a0` counts the sessions. */
  readonly aggregates: Statement;
  /** By column: rows of keys, `value` and `count`. */
  readonly histograms: ReadonlyMap<string, Statement>;
}

/** The distinct aggregates of some measures: several metrics share what they count in common. */
export interface Aggregates {
  readonly pieces: readonly Sql[];
  /** Result column of each aggregate of a measure, by its name. */
  readonly columnsOf: ReadonlyMap<Measure, ReadonlyMap<string, string>>;
}

export const SESSIONS_COLUMN = 'a0';
export const keyColumn = (index: number) => `k${index}`;

export function collectAggregates(measures: readonly Measure[], dialect: Dialect): Aggregates {
  const pieces: Sql[] = [];
  const places = new Map<string, string>();
  const place = (piece: Sql): string => {
    const { sql: rendered, params } = statement(piece, dialect);
    const id = JSON.stringify([rendered, params]);
    const known = places.get(id) ?? `a${pieces.push(piece) - 1}`;
    places.set(id, known);
    return known;
  };
  place(countIf(TRUE));
  const columnsOf = new Map(
    measures.map((measure) => [
      measure,
      new Map(Object.entries(measure.aggregates).map(([name, piece]) => [name, place(piece)])),
    ]),
  );
  return { pieces, columnsOf };
}

export interface ScanOptions {
  readonly scope: ScopeSql;
  readonly by: readonly Dimension[];
  readonly aggregates: Aggregates;
  readonly histogramColumns: readonly string[];
  readonly dialect: Dialect;
}

export function scan({ scope, by, aggregates, histogramColumns, dialect }: ScanOptions): Scan {
  const keys = by.map((dimension, index) => keyOf(dimension, index, scope, dialect));
  const integers = aggregates.pieces.map((piece, index) => named(piece, `a${index}`));
  return {
    aggregates: statement(select(keys, integers, scope.where), dialect),
    histograms: new Map(
      histogramColumns.map((name) => {
        const value: Key = { shown: named(column(name), 'value'), group: column(name) };
        const where = and(scope.where, sql`${column(name)} IS NOT NULL`);
        return [name, statement(select([...keys, value], [named(countIf(TRUE), 'count')], where), dialect)];
      }),
    ),
  };
}

const named = (piece: Sql, name: string): Sql => sql`${piece} AS ${alias(name)}`;

/** What a result column shows, and what the rows are grouped by for it. */
interface Key {
  readonly shown: Sql;
  readonly group: Sql;
}

/** All values of one number are the same: any of them will do. */
function keyOf({ key, expression }: Dimension, index: number, scope: ScopeSql, { hasNumbers }: Dialect): Key {
  const value = expression(scope);
  return hasNumbers && key !== undefined
    ? { shown: named(sql`any_value(${value})`, keyColumn(index)), group: column(key) }
    : { shown: named(value, keyColumn(index)), group: () => `${index + 1}` };
}

function select(keys: readonly Key[], counted: readonly Sql[], where: Sql): Sql {
  const columns = [...keys.map(({ shown }) => shown), ...counted];
  const groups = list(keys.map(({ group }) => group));
  const groupBy = keys.length === 0 ? sql`` : sql`\nGROUP BY ${groups}`;
  return sql`SELECT ${list(columns, ',\n  ')}\nFROM ${sessionVersion}\nWHERE ${where}${groupBy}`;
}
