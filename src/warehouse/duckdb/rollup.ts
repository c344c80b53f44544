import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { CODED, NUMBERED } from '../../contract/inner-tables.ts';
import { DAY_ROLLUP, LAST_END, ROLLED_COLUMNS, rollupSums } from '../../metrics/rollup/definition.ts';
import { getMeta, setMeta } from './meta.ts';

const DAY = `date_trunc('day', call_start_time)`;
const SUMS = rollupSums();

/** Words that bear a number are grouped by it alone. */
const KEYS = ROLLED_COLUMNS.map((name) => {
  const isNumbered = Object.hasOwn(NUMBERED, name) || Object.hasOwn(CODED, name);
  return isNumbered
    ? `any_value(${quoteIdentifier(name)}) AS ${quoteIdentifier(name)}`
    : quoteIdentifier(name);
});

const summed = (calls: string): string => `SELECT ${DAY} AS call_start_time, ${KEYS.join(', ')},
  max(coalesce(call_end_time, call_start_time)) AS ${LAST_END}, ${SUMS.sql}
FROM ${calls} WHERE is_current GROUP BY ALL`;

const ALL = summed('session_version');
/** Says by which definitions the sums were made. */
const FINGERPRINT = createHash('sha256')
  .update(JSON.stringify([ALL, SUMS.params]))
  .digest('hex')
  .slice(0, 16);
const META_KEY = 'day_rollup';

/** Sums all calls anew, unless that was done by these very definitions: it is no part of the layout, and can always be made again. */
export async function ensureRollup(connection: DuckDBConnection): Promise<void> {
  if ((await getMeta(connection, META_KEY)) === FINGERPRINT) return;
  await connection.run('BEGIN');
  await rebuildRollup(connection);
  await connection.run('COMMIT');
}

export async function rebuildRollup(connection: DuckDBConnection): Promise<void> {
  await connection.run(`DROP TABLE IF EXISTS ${DAY_ROLLUP}`);
  await connection.run(`CREATE TABLE ${DAY_ROLLUP} AS ${ALL}`, [...SUMS.params]);
  await setMeta(connection, META_KEY, FINGERPRINT);
}

/** Up to so many stretches of days each is read by itself, and nothing in between. */
const MAX_STRETCHES = 60;

/** Days whose own calls a commit touched, and those of earlier calls that have another next contact since. */
const DAYS_TO_SUM = `CREATE OR REPLACE TEMP TABLE day_to_sum AS
  SELECT day FROM touched_day UNION SELECT ${DAY} AS day FROM contact WHERE is_near`;

/** Runs of days without a gap, as bounds of starts. */
const STRETCHES = `SELECT CAST(min(day) AS VARCHAR), CAST(max(day) + INTERVAL 1 DAY AS VARCHAR)
  FROM (SELECT day, day - to_days(CAST(row_number() OVER (ORDER BY day) AS INTEGER)) AS run FROM day_to_sum) GROUP BY run`;

/** Sums the touched days anew: needs `touched_day` and `contact`. */
export async function sumTouchedDays(connection: DuckDBConnection): Promise<void> {
  await connection.run(DAYS_TO_SUM);
  const stretches = (await connection.runAndReadAll(STRETCHES)).getRowsJS();
  if (stretches.length === 0) return;
  const apart = stretches.map(
    ([from, to]) =>
      `SELECT * FROM session_version WHERE call_start_time >= TIMESTAMP '${from}' AND call_start_time < TIMESTAMP '${to}'`,
  );
  const touched = `SELECT * FROM session_version WHERE ${DAY} IN (SELECT day FROM day_to_sum)`;
  const calls = apart.length <= MAX_STRETCHES ? apart.join(' UNION ALL ') : touched;
  await connection.run(`DELETE FROM ${DAY_ROLLUP} WHERE call_start_time IN (SELECT day FROM day_to_sum)`);
  await connection.run(`INSERT INTO ${DAY_ROLLUP} BY NAME ${summed(`(${calls})`)}`, [...SUMS.params]);
}
