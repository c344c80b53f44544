import type { DuckDBConnection } from '@duckdb/node-api';

/** Over nothing but missing words count_if is null. */
const ofCode = (code: number): string => `coalesce(count_if(resolution_status_code = ${code}), 0)`;
const COUNTS = `count(*) AS sessions, ${ofCode(1)} AS resolved, ${ofCode(2)} AS escalated, ${ofCode(3)} AS abandoned`;
const DAY = `date_trunc('day', call_start_time)`;
const NAMES = ['sessions', 'resolved', 'escalated', 'abandoned'];

/** All days, counted anew. The time of the first count is not known any more: the newest commit's does for it. */
export const DAYS_ANEW = `SELECT ${DAY} AS day, ${COUNTS},
  coalesce((SELECT max(committed_at) FROM ledger), TIMESTAMP '1970-01-01') AS counted_at
FROM session_version WHERE is_current GROUP BY ALL`;

/** How many objects a change of a day names. */
const NAMED_OBJECTS = 20;

/** The days that a commit has touched: needs `touched_version` and `touched_session`. */
const TOUCHED_DAYS = `CREATE OR REPLACE TEMP TABLE touched_day AS
  SELECT ${DAY} AS day, list_sort(list(DISTINCT object) FILTER (object IS NOT NULL))[1:${NAMED_OBJECTS}] AS objects FROM (
    SELECT call_start_time, object FROM touched_version
    UNION ALL SELECT call_start_time, object FROM session_version WHERE object IN (SELECT object FROM replaced_object)
    UNION ALL SELECT call_start_time, NULL FROM session_version WHERE session_id IN (SELECT session_id FROM touched_session)
  ) GROUP BY ALL`;

const RECOUNT = `CREATE OR REPLACE TEMP TABLE recounted_day AS
  SELECT t.day, coalesce(n.sessions, 0) AS sessions, coalesce(n.resolved, 0) AS resolved,
    coalesce(n.escalated, 0) AS escalated, coalesce(n.abandoned, 0) AS abandoned
  FROM touched_day AS t LEFT JOIN (
    SELECT ${DAY} AS day, ${COUNTS} FROM session_version
    WHERE is_current AND call_start_time >= $1::TIMESTAMP AND call_start_time < $2::TIMESTAMP
      AND ${DAY} IN (SELECT day FROM touched_day) GROUP BY ALL
  ) AS n ON n.day = t.day`;

/** A day is over when a later one has calls; within the run that first counted it nothing has changed yet. */
const RECORD_CHANGES = `INSERT INTO day_change BY NAME
  SELECT (SELECT CAST("value" AS BIGINT) + 1 FROM meta WHERE "key" = 'data_version') AS data_version, $1::TIMESTAMP AS committed_at,
    o.day, CAST(to_json(t.objects) AS VARCHAR) AS objects,
    ${NAMES.map((name) => `o.${name} AS ${name}_before, n.${name} AS ${name}_after`).join(', ')}
  FROM day_outcome AS o JOIN recounted_day AS n ON n.day = o.day JOIN touched_day AS t ON t.day = o.day
  WHERE o.day < (SELECT max(day) FROM day_outcome) AND o.counted_at < $2::TIMESTAMP
    AND (${NAMES.map((name) => `o.${name} <> n.${name}`).join(' OR ')})`;

/** For a warehouse that takes the place of the one attached as `old`: its days, and what it changes in those that were over. */
export const DAY_CHANGES_OF_REBUILD: readonly string[] = [
  'DELETE FROM day_outcome',
  `INSERT INTO day_outcome BY NAME SELECT n.* REPLACE (coalesce(o.counted_at, n.counted_at) AS counted_at)
    FROM (${DAYS_ANEW}) AS n LEFT JOIN old.main.day_outcome AS o ON o.day = n.day`,
  `INSERT INTO day_change BY NAME
    SELECT (SELECT CAST("value" AS BIGINT) + 1 FROM meta WHERE "key" = 'data_version') AS data_version,
      (SELECT max(committed_at) FROM ledger) AS committed_at, o.day, '[]' AS objects,
      ${NAMES.map((name) => `o.${name} AS ${name}_before, coalesce(n.${name}, 0) AS ${name}_after`).join(', ')}
    FROM old.main.day_outcome AS o LEFT JOIN day_outcome AS n ON n.day = o.day
    WHERE o.day < (SELECT max(day) FROM old.main.day_outcome)
      AND (${NAMES.map((name) => `o.${name} <> coalesce(n.${name}, 0)`).join(' OR ')})`,
];

/**
 * Counts the touched days anew, and records what that changed in those that were over.
 * @param since ISO 8601: start of the run that commits
 */
export async function recountDays(connection: DuckDBConnection, now: string, since: string): Promise<void> {
  await connection.run(TOUCHED_DAYS);
  const reader = await connection.runAndReadAll(
    `SELECT CAST(min(day) AS VARCHAR), CAST(max(day) + INTERVAL 1 DAY AS VARCHAR) FROM touched_day`,
  );
  const [from, to] = reader.getRowsJS()[0] ?? [];
  if (typeof from !== 'string' || typeof to !== 'string') return;
  await connection.run(RECOUNT, [from, to]);
  await connection.run(RECORD_CHANGES, [now, since]);
  await connection.run(`CREATE OR REPLACE TEMP TABLE first_count AS
    SELECT day, counted_at FROM day_outcome WHERE day IN (SELECT day FROM touched_day)`);
  await connection.run('DELETE FROM day_outcome WHERE day IN (SELECT day FROM touched_day)');
  await connection.run(
    `INSERT INTO day_outcome BY NAME SELECT n.*, coalesce(f.counted_at, $1::TIMESTAMP) AS counted_at
    FROM recounted_day AS n LEFT JOIN first_count AS f ON f.day = n.day WHERE n.sessions > 0`,
    [now],
  );
}
