import type { Dialect } from './dialect/dialect.ts';
import type { Measure } from './measure/measure.ts';
import { summedIn } from './rollup/definition.ts';
import { countIf, type Sql, statement, TRUE } from './sql.ts';

/** A measure, and the same said of days all of whose windows have closed. */
export interface MeasurePair {
  readonly measure: Measure;
  readonly settled: Measure;
}

/** An integer of a group. */
export interface Aggregate {
  /** Of the result. */
  readonly name: string;
  readonly piece: Sql;
  /** Column of the rollup that holds its sums, null where settled days add nothing to it; undefined: the rollup can't tell. */
  readonly rolled: string | null | undefined;
  /** Whether that holds of settled days alone. */
  readonly isSettled: boolean;
  /** Counts distinct customers. */
  readonly isDistinct: boolean;
}

/** The distinct aggregates of some measures: several metrics share what they count in common. */
export interface Aggregates {
  readonly all: readonly Aggregate[];
  /** Result column of each aggregate of a measure, by its name. */
  readonly columnsOf: ReadonlyMap<Measure, ReadonlyMap<string, string>>;
}

export const SESSIONS_COLUMN = 'a0';

/** Equal for pieces that say the same. */
export const idOf = (piece: Sql, dialect: Dialect): string =>
  JSON.stringify(Object.values(statement(piece, dialect)));

export function collectAggregates(pairs: readonly MeasurePair[], dialect: Dialect): Aggregates {
  const all = new Map<string, Aggregate>();
  const place = (piece: Sql, settled: Sql | undefined, isDistinct = false): string => {
    const id = idOf(piece, dialect);
    const rolled = settled === undefined ? null : summedIn(settled);
    const isSettled = rolled !== undefined && (settled === undefined || idOf(settled, dialect) !== id);
    const aggregate = all.get(id) ?? { name: `a${all.size}`, piece, rolled, isSettled, isDistinct };
    all.set(id, aggregate);
    return aggregate.name;
  };
  place(countIf(TRUE), countIf(TRUE));
  const columnsOf = new Map(
    pairs.map(({ measure, settled }) => {
      const places = Object.entries(measure.aggregates).map(
        ([name, piece]) => [name, place(piece, settled.aggregates[name], measure.isDistinct)] as const,
      );
      return [measure, new Map(places)];
    }),
  );
  return { all: [...all.values()], columnsOf };
}
