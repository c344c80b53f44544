import { type Context, givenOf } from './compile.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { dialectNamed } from './dialect/named.ts';
import { measureOf } from './measure/expression.ts';
import { spanOf } from './period.ts';
import type { Behind, Scope } from './question.ts';
import { METRICS_BY_NAME } from './registry.ts';
import { scopeSql } from './scope.ts';
import type { Extent, Statement } from './source.ts';
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
  text,
  timestamp,
} from './sql.ts';
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
  /** `nextCursor` of the page before; absent for the first. */
  readonly cursor?: string;
  /** Calls on a page. */
  readonly limit: number;
}

export interface SessionStatements {
  /** One call more than the page holds, newest first: `pageOf` reads it. */
  readonly page: Statement;
  /** One row: `total`, all calls of the scope. */
  readonly total: Statement;
}

/**
 * The calls of a scope, narrowed to those behind a number.
 * @throws EarshotError of kind usage, as `compile` does, and `bad_cursor`
 */
export function compileSessions(scope: Scope, page: Page, context: Context): SessionStatements {
  const dialect = dialectNamed(context.dialect);
  const { where } = scopeSql(scope, spanOf(scope), context.extent);
  const wanted = and(where, page.behind ? behindCondition(page.behind, context.extent) : TRUE);
  const start = column('call_start_time');
  const id = column('session_id');
  return {
    page: statement(
      sql`SELECT ${list(LISTED.map(column))}
FROM ${sessionVersion}
WHERE ${and(wanted, page.cursor === undefined ? TRUE : isAfter(page.cursor, start, id))}
ORDER BY ${start} DESC, ${id} DESC
LIMIT ${rowLimit(page.limit + 1)}`,
      dialect,
    ),
    total: statement(
      sql`SELECT ${countIf(TRUE)} AS ${alias('total')}\nFROM ${sessionVersion}\nWHERE ${wanted}`,
      dialect,
    ),
  };
}

/** The sessions that one part of a metric counts; of a count both parts are the same. @throws EarshotError `unknown_metric` */
export function behindCondition({ metric, part, options = {} }: Behind, extent: Extent): Sql {
  const { expression } = named('metric', METRICS_BY_NAME, metric);
  return measureOf(expression, givenOf(options, extent))[part];
}

function isAfter(cursor: string, start: Sql, id: Sql): Sql {
  const last = decodeCursor(cursor);
  const at = timestamp(last.startMs);
  return sql`${start} < ${at} OR (${start} = ${at} AND ${id} < ${text(last.sessionId)})`;
}

/** Splits the rows of a page statement into the page and the way to the next one. */
export function pageOf<T extends { readonly session_id: string; readonly call_start_time: string }>(
  rows: readonly T[],
  limit: number,
): { readonly sessions: readonly T[]; readonly nextCursor: string | null } {
  const sessions = rows.slice(0, limit);
  const last = sessions.at(-1);
  if (rows.length <= limit || !last) return { sessions, nextCursor: null };
  const startMs = Date.parse(last.call_start_time);
  return { sessions, nextCursor: encodeCursor({ startMs, sessionId: last.session_id }) };
}
