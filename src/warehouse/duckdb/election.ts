import { LONGEST_WINDOW_MS } from '../../metrics/rollup/definition.ts';

/**
 * What depends on more than one object, held again for the sessions and customers that a commit touched:
 * which version of a session is current, and when its customer called next.
 */

/** Nearly every session has one version, which was taken for the current one when it was loaded. */
export const CONTESTED = `
CREATE OR REPLACE TEMP TABLE contested_session AS
SELECT session_id FROM session_version WHERE session_id IN (SELECT session_id FROM touched_session)
GROUP BY session_id HAVING count(*) > 1 OR NOT bool_and(is_current)`;

/** Versions of the session in the order of election: the greatest (call_end_time, object) first. */
export const ELECT = `
UPDATE session_version AS v SET is_current = e.elected
FROM (
  SELECT rowid AS id, row_number() OVER (PARTITION BY session_id ORDER BY call_end_time DESC NULLS LAST, object DESC) = 1 AS elected
  FROM session_version WHERE session_id IN (SELECT session_id FROM contested_session)
) AS e
WHERE v.rowid = e.id AND v.is_current <> e.elected`;

/** A session that is no longer current has no next contact, nor one before: only current ones are asked about. */
export const FORGET_CONTACTS = `
UPDATE session_version SET next_contact_time = NULL, next_topic_contact_time = NULL, previous_contact_time = NULL
WHERE NOT is_current AND (next_contact_time IS NOT NULL OR next_topic_contact_time IS NOT NULL OR previous_contact_time IS NOT NULL)
  AND session_id IN (SELECT session_id FROM touched_session)`;

/** Later contacts within so long change a count that is kept by day. */
const NEAR = `INTERVAL ${LONGEST_WINDOW_MS} MILLISECONDS`;

/** Calls with a greater start, the nearest first. */
const LATER = 'ORDER BY call_start_time GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING';
/** Those with a smaller one, the nearest last. */
const EARLIER = 'ORDER BY call_start_time GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING';

/**
 * Same topic, or either has none: for a session with a topic the nearer of the next one on it and the next one without a topic; for
 * a session without a topic simply the next one. Needs the numbers of customers and topics, which sort faster than text.
 */
export const FIND_CONTACTS = `
CREATE OR REPLACE TEMP TABLE contact AS
SELECT id, next_any, next_topic, previous, call_start_time,
  coalesce(least(next_any, next_topic, was_any, was_topic) <= coalesce(call_end_time, call_start_time) + ${NEAR}, FALSE) AS is_near
FROM (
  SELECT *, CASE WHEN topic_name IS NULL THEN next_any ELSE least(next_same, next_without) END AS next_topic
  FROM (
    SELECT rowid AS id, topic_name, call_start_time, call_end_time,
      next_contact_time AS was_any, next_topic_contact_time AS was_topic, previous_contact_time AS was_previous,
      first_value(call_start_time) OVER (PARTITION BY customer_key ${LATER}) AS next_any,
      first_value(call_start_time) OVER (PARTITION BY customer_key, topic_key ${LATER}) AS next_same,
      min(CASE WHEN topic_name IS NULL THEN call_start_time END) OVER (PARTITION BY customer_key ${LATER}) AS next_without,
      last_value(call_start_time) OVER (PARTITION BY customer_key ${EARLIER}) AS previous
    FROM session_version
    WHERE is_current AND customer_key IN (SELECT customer_key FROM touched_customer)
  )
)
WHERE was_any IS DISTINCT FROM next_any OR was_topic IS DISTINCT FROM next_topic OR was_previous IS DISTINCT FROM previous`;

export const CONTACTS = `
UPDATE session_version AS v
SET next_contact_time = c.next_any, next_topic_contact_time = c.next_topic, previous_contact_time = c.previous
FROM contact AS c WHERE v.rowid = c.id`;

/** Found among the next contacts, where those are known and these are not. */
export const FIND_PREVIOUS = `
UPDATE session_version AS v SET previous_contact_time = p.call_start_time
FROM (
  SELECT customer_key, next_contact_time, max(call_start_time) AS call_start_time
  FROM session_version WHERE is_current AND next_contact_time IS NOT NULL GROUP BY ALL
) AS p
WHERE v.is_current AND v.customer_key = p.customer_key AND v.call_start_time = p.next_contact_time`;
