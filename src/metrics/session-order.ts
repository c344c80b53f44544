import type { Cursor } from './cursor.ts';
import { column, epochMillis, integer, type Sql, sql, text, timestamp } from './sql.ts';

export type SessionOrder = 'newest' | 'oldest' | 'longest' | 'shortest' | 'most_turns';

export interface OrderSql {
  /** The call's number in the order: an integer, which a cursor can carry. */
  readonly rank: Sql;
  readonly order: Sql;
  readonly isAfter: (cursor: Cursor) => Sql;
}

/** What is compared, and a rank as what it is compared with: a plain column lets an engine skip what comes later anyway. */
interface Key {
  readonly by: Sql;
  readonly rank: Sql;
  readonly boundAt: (rank: number) => Sql;
  readonly descending: boolean;
}

const start = column('call_start_time');
const byStart = (descending: boolean): Key => ({
  by: start,
  rank: epochMillis(start),
  boundAt: timestamp,
  descending,
});
const byNumber = (number: Sql, descending: boolean): Key => ({
  by: number,
  rank: number,
  boundAt: integer,
  descending,
});
/** A call whose length is unknown comes after all that have one. */
const length = (otherwise: number): Sql =>
  sql`COALESCE(${column('call_duration_sec')}, ${integer(otherwise)})`;

const KEYS: Readonly<Record<SessionOrder, Key>> = {
  newest: byStart(true),
  oldest: byStart(false),
  longest: byNumber(length(-1), true),
  shortest: byNumber(length(1_000_000_000), false),
  most_turns: byNumber(column('customer_turns'), true),
};

const id = column('session_id');

/** The order of a list of calls; equal ones by their id, so that no page repeats a call. */
export function sessionOrder(page: { readonly order?: SessionOrder; readonly sample?: number }): OrderSql {
  if (page.sample !== undefined) return shuffled(page.sample);
  const { by, rank, boundAt, descending } = KEYS[page.order ?? 'newest'];
  const direction = descending ? sql` DESC` : sql``;
  const beyond = descending ? sql`<` : sql`>`;
  return {
    rank,
    order: sql`${by}${direction}, ${id}${direction}`,
    isAfter: (cursor) => {
      const at = boundAt(cursor.rank);
      return sql`${by} ${beyond} ${at} OR (${by} = ${at} AND ${id} ${beyond} ${text(cursor.sessionId)})`;
    },
  };
}

/** Seeded, so that an address draws the same calls again. */
function shuffled(seed: number): OrderSql {
  const mixed: Sql = (writer) => writer.dialect.shuffled(id(writer), text(String(seed))(writer));
  return { rank: integer(0), order: sql`${mixed}, ${id}`, isAfter: () => sql`FALSE` };
}
