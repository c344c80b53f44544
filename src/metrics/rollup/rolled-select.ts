import type { Aggregate } from '../aggregates.ts';
import { type Key, keyColumn, named, selectBy } from '../key.ts';
import type { Span } from '../period.ts';
import type { ScopeSql } from '../scope.ts';
import { alias, and, column, list, type Sql, sessionVersion, sql, TRUE, timestamp } from '../sql.ts';
import type { Piece, WholeDays } from './whole-days.ts';

/** Rows of a rollup that have each call once. */
export interface RollupRows {
  readonly table: string;
  /** Condition that tells them from other rows of the table. */
  readonly are: Sql;
  /** What a row sums. */
  readonly piece: Piece;
}

/** What a rollup answers, and all other times of a period. */
export interface RolledDays {
  readonly days: WholeDays;
  readonly rows: RollupRows;
}

type RolledAggregate = Pick<Aggregate, 'name' | 'piece' | 'rolled'>;

const start = column('call_start_time');
const NOTHING: Sql = () => '0';

/**
 * The same groups and integers as calls alone would give: whole days from the rollup, all other times from calls, added up. Each of
 * those times is a select of its own, which reads nothing else: of conditions with OR, every call is asked.
 */
export function rolledSelect(
  keys: readonly Key[],
  aggregates: readonly RolledAggregate[],
  { conditions }: Pick<ScopeSql, 'conditions'>,
  { days, rows }: RolledDays,
): Sql {
  const rolled = aggregates.map(({ rolled: sums, name }) =>
    named(sums ? sql`sum(${alias(sums)})` : NOTHING, name),
  );
  const counted = aggregates.map(({ piece, name }) => named(piece, name));
  const parts = [
    selectBy(keys, rolled, alias(rows.table), and(rows.are, isWholeDay(days, rows.piece), conditions)),
    ...(days.rest.length > 0
      ? [selectBy(keys, counted, callsOf(days.rest), and(column('is_current'), conditions))]
      : []),
  ];
  return added(keys, aggregates, list(parts, '\nUNION ALL\n'));
}

function added(keys: readonly Key[], aggregates: readonly RolledAggregate[], parts: Sql): Sql {
  const names = keys.map((_, index) => alias(keyColumn(index)));
  const sums = aggregates.map(({ name }) => named(sql`coalesce(sum(${alias(name)}), 0)`, name));
  const groups = keys.length === 0 ? sql`` : sql`\nGROUP BY ${list(names)}`;
  return sql`SELECT ${list([...names, ...sums])}\nFROM (\n${parts}\n) AS ${alias('part')}${groups}`;
}

export function isWholeDay({ fromMs, toMs, cutDays }: WholeDays, piece: Piece): Sql {
  const day = piece === 'day' ? start : sql`date_trunc('day', ${start})`;
  const within = and(sql`${start} >= ${timestamp(fromMs)}`, sql`${start} < ${timestamp(toMs)}`);
  return cutDays.length === 0
    ? within
    : and(within, sql`${day} NOT IN (${list(cutDays.map((dayMs) => timestamp(dayMs)))})`);
}

/** The calls of some times; each is read by itself. */
export function callsOf(spans: readonly Span[], columns: Sql = () => '*'): Sql {
  const each = spans.map(({ fromMs, toMs }) => {
    const where = and(
      fromMs === null ? TRUE : sql`${start} >= ${timestamp(fromMs)}`,
      toMs === null ? TRUE : sql`${start} < ${timestamp(toMs)}`,
    );
    return sql`SELECT ${columns} FROM ${sessionVersion} WHERE ${where}`;
  });
  return sql`(${list(each, ' UNION ALL ')}) AS ${alias('call')}`;
}
