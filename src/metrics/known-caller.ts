import { PREVIOUS_CONTACT } from '../contract/inner-tables.ts';
import { customerColumn as customer } from './customer-column.ts';
import type { Dimension, Lent } from './dimension.ts';
import { and, column, epochMillis, integer, type Sql, sessionVersion, sql, timestamp } from './sql.ts';

const DAYS = 90;
const WINDOW_MS = DAYS * 86_400_000;
const LABELS: readonly string[] = ['Known', 'New'];

const start = column('call_start_time');
const next = column('next_contact_time');

/** Where no row knows the call before it: that is one whose next contact it is. */
const followsSoon = (since: Lent['since']) =>
  and(
    column('is_current'),
    since(WINDOW_MS),
    sql`${next} IS NOT NULL`,
    sql`${epochMillis(next)} - ${epochMillis(start)} <= ${integer(WINDOW_MS)}`,
  );
const isNextContact = (since: Lent['since']) =>
  sql`(${customer}, ${start}) IN (SELECT (${customer}, ${next}) FROM ${sessionVersion} WHERE ${followsSoon(since)})`;

const previous = column(PREVIOUS_CONTACT.name);
const wasRecent = sql`coalesce(${epochMillis(start)} - ${epochMillis(previous)} <= ${integer(WINDOW_MS)}, FALSE)`;

const isFollowUp =
  (since: Lent['since']): Sql =>
  (writer) =>
    (writer.dialect.hasNumbers ? wasRecent : isNextContact(since))(writer);

export const knownCaller: Dimension = {
  name: 'known_caller',
  label: 'Known caller',
  kind: 'ordinal',
  description: `Known: the customer had a call in the ${DAYS} days before; New: none. Missing in the first ${DAYS} days of all calls, and for a withheld number.`,
  expression: ({ firstMs, since }) =>
    sql`CASE WHEN ${column('customer_id')} IS NULL OR ${start} < ${timestamp((firstMs ?? 0) + WINDOW_MS)} THEN NULL WHEN ${isFollowUp(since)} THEN 0 ELSE 1 END`,
  keyOf: (raw) => LABELS[Number(raw)] ?? raw,
  rawOf: (key) => {
    const place = LABELS.indexOf(String(key));
    return place < 0 ? undefined : place;
  },
};
