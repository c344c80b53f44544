import type { Aggregate, Aggregates } from './aggregates.ts';
import type { Dialect } from './dialect/dialect.ts';
import type { Dimension } from './dimension.ts';
import { type Key, keyOf, named, selectBy } from './key.ts';
import type { CustomersSelect } from './rollup/plan.ts';
import { type RolledDays, rolledSelect } from './rollup/rolled-select.ts';
import type { ScopeSql } from './scope.ts';
import type { Statement } from './source.ts';
import { and, column, countIf, type Sql, sessionVersion, sql, statement, TRUE } from './sql.ts';

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
  /** The days that a rollup answers for; of settled days alone, where the integers need them. */
  readonly whole: { readonly any: RolledDays | null; readonly settled: RolledDays | null };
  /** Tells distinct customers without asking every call. */
  readonly customers: CustomersSelect | null;
}

export function scan(options: ScanOptions): Scan {
  const { scope, by, aggregates, histogramColumns, dialect } = options;
  const keys = by.map((dimension, index) => keyOf(dimension, index, scope, dialect));
  const selects = aggregateSelects(keys, aggregates.all, options);
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

/** A select for what the rollup tells of any day, one for settled days, one for the distinct customers, one for all else. */
function aggregateSelects(
  keys: readonly Key[],
  all: readonly Aggregate[],
  { whole, customers, scope }: ScanOptions,
): Sql[] {
  const daysFor = ({ isSettled, rolled }: Aggregate) =>
    rolled === undefined ? null : isSettled ? whole.settled : whole.any;
  const rolledOver = (days: RolledDays | null): Sql[] => {
    const rolled = days === null ? [] : all.filter((each) => daysFor(each) === days);
    return days === null || rolled.length === 0 ? [] : [rolledSelect(keys, rolled, scope, days)];
  };
  const distinct = all.filter((each) => customers !== null && each.isDistinct);
  const counted = all.filter((each) => daysFor(each) === null && !distinct.includes(each));
  const pieces = counted.map(({ piece, name }) => named(piece, name));
  return [
    ...rolledOver(whole.any),
    ...rolledOver(whole.settled),
    ...distinct.flatMap(({ name }) => customers?.(name) ?? []),
    ...(pieces.length > 0 ? [selectBy(keys, pieces, sessionVersion, scope.where)] : []),
  ];
}
