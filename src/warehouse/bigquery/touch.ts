import { heldOf } from '../../contract/held.ts';
import type { BigQueryClient } from './client.ts';
import { touchedDays } from './day-counts.ts';
import { withinDays } from './days.ts';
import type { Touched } from './election.ts';
import { firstLoads } from './ledger.ts';
import type { Scratch } from './scratch.ts';
import { createScratch, script } from './script.ts';

type Days = readonly { readonly day?: unknown }[];

export interface CommitTouch extends Touched {
  /** Tables. */
  readonly first: string;
  readonly days: string;
  /** Statements that tell how far the stored days reach now. */
  readonly widened: readonly string[];
}

export const PLACE = 'session_id, customer_id, object, call_start_time';

/**
 * Statements that make the tables of what some versions touch: their sessions, those sessions' customers, their days.
 * @param ofSessions all that is stored of the sessions, once that table is made
 */
export function touchedBy(
  { sessions, customers, days }: Pick<CommitTouch, 'sessions' | 'customers' | 'days'>,
  versions: string,
  ofSessions: string,
): string[] {
  return [
    createScratch(sessions, `SELECT DISTINCT session_id FROM ${versions}`),
    createScratch(
      customers,
      `SELECT DISTINCT customer_id FROM (SELECT customer_id FROM ${versions} UNION ALL SELECT customer_id FROM (${ofSessions}))
WHERE customer_id IS NOT NULL`,
    ),
    createScratch(
      days,
      touchedDays(
        `SELECT call_start_time, object FROM ${versions} UNION ALL SELECT call_start_time, NULL FROM (${ofSessions})`,
      ),
    ),
  ];
}

/** What the commit touches, found in the narrow table of places: sessions, customers, days. */
export async function touch(
  client: BigQueryClient,
  scratch: Scratch,
  entries: string,
  versions: string | null,
): Promise<CommitTouch> {
  const places = await placesAround(client, scratch, entries, versions);
  const [version, sessions, customers, days, first] = [
    'touched_version',
    'touched_session',
    'touched_customer',
    'touched_day',
    'first_load',
  ].map((table) => scratch.made(table)) as [string, string, string, string, string];
  const older = `SELECT ${PLACE} FROM ${places} WHERE object IN (SELECT object FROM ${entries})`;
  const newer = versions === null ? '' : `\nUNION ALL SELECT ${PLACE} FROM ${versions}`;
  const ofSessions = `SELECT ${PLACE} FROM ${places} WHERE session_id IN (SELECT session_id FROM ${sessions})`;
  const ofCustomers = `SELECT ${PLACE} FROM ${places} WHERE customer_id IN (SELECT customer_id FROM ${customers})`;
  const rows = await client.query(
    script([
      createScratch(first, firstLoads(entries)),
      createScratch(version, older + newer),
      ...touchedBy({ sessions, customers, days }, version, ofSessions),
      `SELECT DISTINCT TIMESTAMP_TRUNC(call_start_time, DAY) AS day
FROM (SELECT ${PLACE} FROM ${version} UNION ALL ${ofSessions} UNION ALL ${ofCustomers})`,
    ]),
  );
  return { first, sessions, customers, days, within: within(rows), widened: widenHeld(rows) };
}

/**
 * The table to look for places in. One read of `version_place` finds those around the new versions, which is all unless an
 * object is replaced, or a session's customer: then what was there before touches sessions and customers of its own.
 */
async function placesAround(
  client: BigQueryClient,
  scratch: Scratch,
  entries: string,
  versions: string | null,
): Promise<string> {
  if (versions === null) return 'version_place';
  const places = scratch.made('place');
  const among = (name: string) => `p.${name} IN (SELECT ${name} FROM ${versions} WHERE ${name} IS NOT NULL)`;
  const ofObject = `p.object IN (SELECT object FROM ${entries})`;
  const [found] = await client.query(
    script([
      createScratch(
        places,
        `SELECT ${PLACE} FROM version_place AS p
WHERE ${ofObject} OR ${among('session_id')} OR ${among('customer_id')}`,
      ),
      `SELECT COUNT(*) AS n FROM ${places} AS p
WHERE (${ofObject} AND NOT ${among('session_id')})
  OR ((${ofObject} OR ${among('session_id')}) AND p.customer_id IS NOT NULL AND NOT ${among('customer_id')})`,
    ]),
  );
  return Number(found?.n) === 0 ? places : 'version_place';
}

export const within = (rows: Days) => {
  const days = rows.map(({ day }) => String(day));
  return (column: string) => withinDays(column, days);
};

/** What a question without a beginning or an end may have to read grows with what comes in. */
function widenHeld(rows: Days): string[] {
  const days = rows.map(({ day }) => String(day).slice(0, 10)).sort();
  const held = heldOf(days[0], days.at(-1));
  if (held === null) return [];
  return [
    `MERGE meta AS m USING (SELECT 'held_from' AS key, '${held.from}' AS value UNION ALL SELECT 'held_to', '${held.to}') AS s
ON m.key = s.key
WHEN MATCHED AND s.key = 'held_from' THEN UPDATE SET value = LEAST(m.value, s.value)
WHEN MATCHED THEN UPDATE SET value = GREATEST(m.value, s.value)
WHEN NOT MATCHED THEN INSERT (key, value) VALUES (s.key, s.value)`,
  ];
}
