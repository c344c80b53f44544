import { idOf } from './aggregates.ts';
import { type Context, givenOf } from './compile.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { dialectNamed } from './dialect/named.ts';
import { holdingCondition } from './holding.ts';
import { measureOf } from './measure/expression.ts';
import { spanOf } from './period.ts';
import type { Behind, Holding, Scope } from './question.ts';
import { METRICS_BY_NAME } from './registry.ts';
import { LONGEST_WINDOW_MS, summedIn } from './rollup/definition.ts';
import { rolledDays } from './rollup/plan.ts';
import { isAmong, isReached, type Reached, reachedBy, reachSelect } from './rollup/reach.ts';
import { rolledSelect } from './rollup/rolled-select.ts';
import { type ScopeSql, scopeSql } from './scope.ts';
import { type OrderSql, type SessionOrder, sessionOrder } from './session-order.ts';
import type { Extent, Row, Statement } from './source.ts';
import {
  alias,
  and,
  column,
  countIf,
  list,
  rowLimit,
  type Sql,
  sessionVersion,
  sql,
  statement,
  TRUE,
} from './sql.ts';
import { contains } from './turns/contains.ts';
import { anyTurn, ofTurn } from './turns/turn.ts';
import { named } from './usage.ts';

/** Columns of a listed call. */
const LISTED = [
  'session_id',
  'customer_id',
  'call_start_time',
  'call_duration_sec',
  'topic_type',
  'topic_name',
  'initial_intent',
  'resolution_status',
  'customer_sentiment',
  'ivr_outcome_code',
  'customer_turns',
] as const;

export interface Page {
  readonly behind?: Behind;
  /** What a call must hold, where no metric says it. */
  readonly holding?: Holding;
  /** Found in what anyone said, whatever its case. */
  readonly text?: string;
  readonly order?: SessionOrder;
  /** A seed: a random sample in place of an order; the same seed draws the same calls. */
  readonly sample?: number;
  /** `nextCursor` of the page before; absent for the first. */
  readonly cursor?: string;
  /** Calls on a page. */
  readonly limit: number;
}

export interface SessionStatements {
  /** What tells on which days the calls of the page are, where sums by day can; their page is then a statement of its own. */
  readonly reach: {
    readonly statement: Statement;
    readonly page: (found: readonly Row[]) => Statement;
  } | null;
  /** One call more than the page holds, in its order: `pageOf` reads it. */
  readonly page: Statement;
  /** One row: `total`, all calls of the scope. */
  readonly total: Statement;
}

/**
 * The calls of a scope, narrowed to those behind a number and to those that hold a text.
 * @throws EarshotError of kind usage, as `compile` does, and `bad_cursor`
 */
export function compileSessions(scope: Scope, page: Page, context: Context): SessionStatements {
  const dialect = dialectNamed(context.dialect);
  const inScope = scopeSql(scope, spanOf(scope), context.extent);
  const wanted = and(
    inScope.where,
    page.behind ? behindCondition(page.behind, context.extent) : TRUE,
    page.holding ? holdingCondition(page.holding, inScope) : TRUE,
    page.text === undefined ? TRUE : anyTurn(contains(ofTurn('text'), page.text)),
  );
  const { isAfter, ...ordered } = sessionOrder(page);
  const after = page.cursor === undefined ? TRUE : isAfter(decodeCursor(page.cursor));
  const pageOfCalls = (where: Sql) => statement(pageSelect(ordered, page.limit, where), dialect);
  const pageAmong = (calls: Reached | null) =>
    pageOfCalls(
      calls
        ? isAmong((row) => firstOf(row, calls.from, and(wanted, calls.where), ordered, page.limit))
        : wanted,
    );
  return {
    page: pageOfCalls(and(wanted, after)),
    reach: reachOf(scope, page, inScope, context, pageAmong),
    total: statement(rolledTotal(scope, page, inScope, context) ?? totalOf(wanted), dialect),
  };
}

type Ordered = Pick<OrderSql, 'rank' | 'order'>;

function pageSelect(ordered: Ordered, limit: number, where: Sql): Sql {
  const columns = list([...LISTED.map(column), sql`${ordered.rank} AS ${alias('rank')}`]);
  return firstOf(columns, sessionVersion, where, ordered, limit);
}

function firstOf(columns: Sql, from: Sql, where: Sql, { order }: Ordered, limit: number): Sql {
  return sql`SELECT ${columns}\nFROM ${from}\nWHERE ${where}\nORDER BY ${order}\nLIMIT ${rowLimit(limit + 1)}`;
}

/** Of longer pages the calls are on so many days that nothing is won. */
const MOST_REACHED = 200;

function reachOf(
  scope: Scope,
  page: Page,
  { conditions }: ScopeSql,
  { dialect, extent }: Context,
  pageAmong: (calls: Reached | null) => Statement,
): SessionStatements['reach'] {
  const { order, limit } = page;
  const isPlain = [page.behind, page.holding, page.text, page.cursor, page.sample].every(
    (each) => each === undefined,
  );
  const days = isPlain && limit < MOST_REACHED ? rolledDays(scope, [], spanOf(scope), extent, false) : null;
  if (!isReached(order) || days === null) return null;
  return {
    statement: statement(reachSelect(order, days, conditions, limit + 1), dialectNamed(dialect)),
    page: (found) => pageAmong(reachedBy(order, days, limit + 1, found)),
  };
}

const totalOf = (wanted: Sql): Sql =>
  sql`SELECT ${countIf(TRUE)} AS ${alias('total')}\nFROM ${sessionVersion}\nWHERE ${wanted}`;

/** Where the sums by day have it, as they have the number that the calls are behind. */
function rolledTotal(scope: Scope, page: Page, inScope: ScopeSql, context: Context): Sql | null {
  const { extent } = context;
  const dialect = dialectNamed(context.dialect);
  if (page.holding || page.text !== undefined) return null;
  const countOf = (settledForMs: number) =>
    countIf(page.behind ? behindCondition(page.behind, extent, settledForMs) : TRUE);
  const [piece, settled] = [countOf(0), countOf(LONGEST_WINDOW_MS)];
  const rolled = summedIn(settled);
  const days = rolledDays(scope, [], spanOf(scope), extent, idOf(piece, dialect) !== idOf(settled, dialect));
  return rolled === undefined || days === null
    ? null
    : rolledSelect([], [{ name: 'total', piece, rolled }], inScope, days);
}

/** The sessions that one part of a metric counts; of a count both parts are the same. @throws EarshotError `unknown_metric` */
export function behindCondition(
  { metric, part, options = {} }: Behind,
  extent: Extent,
  settledForMs = 0,
): Sql {
  const { expression } = named('metric', METRICS_BY_NAME, metric);
  return measureOf(expression, { ...givenOf(options, extent), settledForMs })[part];
}

/** Splits the rows of a page statement into the page and the way to the next one; a sample has none. */
export function pageOf<T extends { readonly session_id: string; readonly call_start_time: string }>(
  rows: readonly T[],
  { limit, sample }: Pick<Page, 'limit' | 'sample'>,
): { readonly sessions: readonly T[]; readonly nextCursor: string | null } {
  const ranked = rows as readonly (T & { readonly rank: number | string })[];
  const page = ranked.slice(0, limit);
  const last = page.at(-1);
  const sessions = page.map(({ rank: _, ...call }) => call as unknown as T);
  if (rows.length <= limit || !last || sample !== undefined) return { sessions, nextCursor: null };
  const startMs = Date.parse(last.call_start_time);
  return {
    sessions,
    nextCursor: encodeCursor({ rank: Number(last.rank), startMs, sessionId: last.session_id }),
  };
}
