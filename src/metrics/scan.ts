import type { Aggregates } from './aggregates.ts';
import type { Dialect } from './dialect/dialect.ts';
import type { Dimension } from './dimension.ts';
import { type Key, keyOf, named, selectBy } from './key.ts';
import { rolledSelect } from './rollup/rolled-select.ts';
import type { WholeDays } from './rollup/whole-days.ts';
import type { ScopeSql } from './scope.ts';
import type { Statement } from './source.ts';
import { and, column, countIf, sessionVersion, sql, statement, TRUE } from './sql.ts';

/** The statements that answer one question about one period. */
export interface Scan {
  /** Each of one row per group: keys `k0`, …, and some of the integers `a0`, …; `a0` counts the sessions. */
  readonly aggregates: readonly Statement[];
  /** By column: rows of keys, `value` and `count`. */
  readonly histograms: ReadonlyMap<string, Statement>;
}

export interface ScanOptions {
  readonly scope: ScopeSql;
  readonly by: readonly Dimension[];
  readonly aggregates: Aggregates;
  readonly histogramColumns: readonly string[];
  readonly dialect: Dialect;
  /** The days that a rollup answers for. */
  readonly whole: WholeDays | null;
}

export function scan({ scope, by, aggregates, histogramColumns, dialect, whole }: ScanOptions): Scan {
  const keys = by.map((dimension, index) => keyOf(dimension, index, scope, dialect));
  const isRolled = ({ rolled }: Aggregates['all'][number]) => whole !== null && rolled !== undefined;
  const rolled = aggregates.all.filter(isRolled);
  const counted = aggregates.all.filter((aggregate) => !isRolled(aggregate));
  const pieces = counted.map(({ piece, name }) => named(piece, name));
  const selects = [
    ...(whole && rolled.length > 0 ? [rolledSelect(keys, rolled, scope, whole)] : []),
    ...(pieces.length > 0 ? [selectBy(keys, pieces, sessionVersion, scope.where)] : []),
  ];
  return {
    aggregates: selects.map((piece) => statement(piece, dialect)),
    histograms: new Map(
      histogramColumns.map((name) => {
        const value: Key = { shown: named(column(name), 'value'), group: column(name) };
        const counts = [named(countIf(TRUE), 'count')];
        const where = and(scope.where, sql`${column(name)} IS NOT NULL`);
        return [name, statement(selectBy([...keys, value], counts, sessionVersion, where), dialect)];
      }),
    ),
  };
}
