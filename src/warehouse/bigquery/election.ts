/**
 * What depends on more than one object, held again for the sessions and customers that a write touches: which version of a
 * session is current, and when its customer called next. The same as in DuckDB.
 */

export interface Touched {
  /** Tables of the `session_id`s and `customer_id`s. */
  readonly sessions: string;
  readonly customers: string;
  /** Condition that keeps `column` within the partitions that hold all their versions. */
  within(column: string): string;
}

/** Versions of the session in the order of election: the greatest (call_end_time, object) first. */
const elect = ({ sessions, within }: Touched) => `UPDATE session_version AS v SET is_current = e.elected
FROM (
  SELECT session_id, object, generation,
    ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY call_end_time DESC NULLS LAST, object DESC) = 1 AS elected
  FROM session_version
  WHERE ${within('call_start_time')} AND session_id IN (SELECT session_id FROM ${sessions})
) AS e
WHERE v.session_id = e.session_id AND v.object = e.object AND v.generation = e.generation
  AND ${within('v.call_start_time')} AND v.is_current <> e.elected`;

/** A session that is no longer current has no next contact: only current ones are asked about. */
const forget = ({ sessions, within }: Touched) => `UPDATE session_version
SET next_contact_time = NULL, next_topic_contact_time = NULL
WHERE ${within('call_start_time')} AND NOT is_current
  AND (next_contact_time IS NOT NULL OR next_topic_contact_time IS NOT NULL)
  AND session_id IN (SELECT session_id FROM ${sessions})`;

/** Later means a greater start; a window over whole microseconds says so, where no interval may. */
const LATER = 'ORDER BY UNIX_MICROS(call_start_time) RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING';

const contacts = ({ customers, within }: Touched) => `UPDATE session_version AS v
SET next_contact_time = c.next_any, next_topic_contact_time = c.next_topic
FROM (
  SELECT session_id, object, generation, next_any,
    CASE WHEN topic_name IS NULL THEN next_any
      ELSE COALESCE(LEAST(next_same, next_without), next_same, next_without) END AS next_topic
  FROM (
    SELECT session_id, object, generation, topic_name,
      MIN(call_start_time) OVER (PARTITION BY customer_id ${LATER}) AS next_any,
      MIN(call_start_time) OVER (PARTITION BY customer_id, topic_name ${LATER}) AS next_same,
      MIN(CASE WHEN topic_name IS NULL THEN call_start_time END) OVER (PARTITION BY customer_id ${LATER}) AS next_without
    FROM session_version
    WHERE ${within('call_start_time')} AND is_current AND customer_id IN (SELECT customer_id FROM ${customers})
  )
) AS c
WHERE v.session_id = c.session_id AND v.object = c.object AND v.generation = c.generation
  AND ${within('v.call_start_time')}
  AND (v.next_contact_time IS DISTINCT FROM c.next_any OR v.next_topic_contact_time IS DISTINCT FROM c.next_topic)`;

export const reelect = (touched: Touched): string[] => [elect(touched), forget(touched), contacts(touched)];
