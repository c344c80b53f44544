import type { Cursor } from './cursor.ts';
import { column, epochMillis, integer, type Sql, sql, text, timestamp } from './sql.ts';

export type SessionOrder = 'newest' | 'oldest' | 'longest' | 'shortest' | 'most_turns';

export interface OrderSql {
  /** The call's number in the order: an integer, which a cursor can carry. */
  readonly rank: Sql;
  readonly order: Sql;
  readonly isAfter: (cursor: Cursor) => Sql;
}

/** What is compared: a plain column lets an engine skip what comes later anyway, where it would compute an expression for every call. */
interface Key {
  readonly by: Sql;
  readonly boundAt: (rank: number) => Sql;
  readonly descending: boolean;
  readonly rank: Sql;
  /** Rank of a call of which it is not known: after all others. */
  readonly unknown?: number;
}

const start = column('call_start_time');
const byStart = (descending: boolean): Key => ({
  by: start,
  rank: epochMillis(start),
  boundAt: timestamp,
  descending,
});
const byLength = (descending: boolean, unknown: number): Key => {
  const by = column('call_duration_sec');
  return { by, rank: sql`COALESCE(${by}, ${integer(unknown)})`, boundAt: integer, descending, unknown };
};

const KEYS: Readonly<Record<SessionOrder, Key>> = {
  newest: byStart(true),
  oldest: byStart(false),
  longest: byLength(true, -1),
  shortest: byLength(false, 1_000_000_000),
  most_turns: {
    by: column('customer_turns'),
    rank: column('customer_turns'),
    boundAt: integer,
    descending: true,
  },
};

const id = column('session_id');

/**
 * The order of a list of calls: of equally long ones the newest first, so that the first page of a million lies within few days; equal
 * ones by their id, so that no page repeats a call.
 */
export function sessionOrder(page: { readonly order?: SessionOrder; readonly sample?: number }): OrderSql {
  if (page.sample !== undefined) return shuffled(page.sample);
  const key = KEYS[page.order ?? 'newest'];
  const { by, rank, descending, unknown } = key;
  const direction = descending ? sql` DESC` : sql``;
  const last = unknown === undefined ? sql`` : sql` NULLS LAST`;
  return {
    rank,
    order:
      by === start
        ? sql`${by}${direction}, ${id}${direction}`
        : sql`${by}${direction}${last}, ${start} DESC, ${id}`,
    isAfter: (cursor) => isAfter(key, cursor),
  };
}

function isAfter({ by, boundAt, descending, unknown }: Key, cursor: Cursor): Sql {
  const beyond = descending ? sql`<` : sql`>`;
  const at = boundAt(cursor.rank);
  if (by === start)
    return sql`${by} ${beyond} ${at} OR (${by} = ${at} AND ${id} ${beyond} ${text(cursor.sessionId)})`;
  const startAt = timestamp(cursor.startMs);
  const isLater = sql`(${start} < ${startAt} OR (${start} = ${startAt} AND ${id} > ${text(cursor.sessionId)}))`;
  if (cursor.rank === unknown) return sql`${by} IS NULL AND ${isLater}`;
  const orUnknown = unknown === undefined ? sql`` : sql` OR ${by} IS NULL`;
  return sql`${by} ${beyond} ${at} OR (${by} = ${at} AND ${isLater})${orUnknown}`;
}

/** Seeded, so that an address draws the same calls again. */
function shuffled(seed: number): OrderSql {
  const mixed: Sql = (writer) => writer.dialect.shuffled(id(writer), text(String(seed))(writer));
  return { rank: integer(0), order: sql`${mixed}, ${id}`, isAfter: () => sql`FALSE` };
}
