import { timestampLiteral } from './literal.ts';

const STATUSES = { resolved: 'Resolved', escalated: 'Escalated', abandoned: 'Abandoned' };
const NAMES = ['sessions', ...Object.keys(STATUSES)];
export const DAY = 'TIMESTAMP_TRUNC(call_start_time, DAY)';

/** How many objects a change of a day names. */
const NAMED_OBJECTS = 20;

export interface Recount {
  /** Table of `day` and `objects`. */
  readonly days: string;
  within(column: string): string;
  readonly now: string;
  /** Start of the run that commits: within the run that first counted a day nothing has changed yet. */
  readonly since: string;
}

/** The days of versions, each with the objects that speak of it. @param versions a query of call_start_time and object */
export function touchedDays(versions: string): string {
  return `SELECT days.day, COALESCE(named.objects, '[]') AS objects
FROM (SELECT DISTINCT ${DAY} AS day FROM (${versions})) AS days
LEFT JOIN (
  SELECT day, TO_JSON_STRING(ARRAY_AGG(object ORDER BY object)) AS objects FROM (
    SELECT day, object, ROW_NUMBER() OVER (PARTITION BY day ORDER BY object) AS place FROM (
      SELECT DISTINCT ${DAY} AS day, object FROM (${versions}) WHERE object IS NOT NULL
    )
  ) WHERE place <= ${NAMED_OBJECTS} GROUP BY day
) AS named ON named.day = days.day`;
}

/** Counts the touched days anew, and records what that changes in those that were over: a later one has calls. */
export function recountDays(recount: Recount): string[] {
  const { days, now, since } = recount;
  const counted = countedDays(recount);
  const before = NAMES.map((name) => `o.${name}`).join(', ');
  const after = NAMES.map((name) => `s.${name}`).join(', ');
  return [
    `INSERT INTO day_change (data_version, committed_at, day, objects,
  ${NAMES.map((name) => `${name}_before`).join(', ')}, ${NAMES.map((name) => `${name}_after`).join(', ')})
SELECT (SELECT CAST(value AS INT64) + 1 FROM meta WHERE key = 'data_version'), ${timestampLiteral(now)}, o.day, t.objects,
  ${before}, ${after}
FROM day_outcome AS o
JOIN (${counted}) AS s ON s.day = o.day
JOIN ${days} AS t ON t.day = o.day
WHERE o.day < (SELECT MAX(day) FROM day_outcome) AND o.counted_at < ${timestampLiteral(since)}
  AND (${NAMES.map((name) => `o.${name} <> s.${name}`).join(' OR ')})`,
    `MERGE day_outcome AS o USING (${counted}) AS s ON o.day = s.day
WHEN MATCHED AND s.sessions = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET ${NAMES.map((name) => `${name} = s.${name}`).join(', ')}
WHEN NOT MATCHED AND s.sessions > 0 THEN
  INSERT (day, ${NAMES.join(', ')}, counted_at) VALUES (s.day, ${after}, ${timestampLiteral(now)})`,
  ];
}

function countedDays({ days, within }: Recount): string {
  const outcomes = Object.entries(STATUSES).map(
    ([name, word]) => `COUNTIF(resolution_status = '${word}') AS ${name}`,
  );
  return `SELECT t.day, ${NAMES.map((name) => `COALESCE(n.${name}, 0) AS ${name}`).join(', ')}
  FROM ${days} AS t LEFT JOIN (
    SELECT ${DAY} AS day, COUNT(*) AS sessions, ${outcomes.join(', ')} FROM session_version
    WHERE ${within('call_start_time')} AND is_current GROUP BY day
  ) AS n ON n.day = t.day`;
}
