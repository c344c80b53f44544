import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { CODED, NUMBERED } from '../../contract/inner-tables.ts';
import { CUSTOMER_ROLLUP } from '../../metrics/rollup/customers.ts';
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

interface Rollup {
  readonly table: string;
  /** Its rows, of the calls that a query yields. */
  readonly rowsOf: (calls: string) => string;
  readonly params: readonly (string | number)[];
  /** Days that a commit has touched for it: needs `touched_day` and `contact`. */
  readonly touched: string;
}

const ROLLUPS: readonly Rollup[] = [
  {
    table: DAY_ROLLUP,
    rowsOf: (calls) => `SELECT ${DAY} AS call_start_time, ${KEYS.join(', ')},
  max(coalesce(call_end_time, call_start_time)) AS ${LAST_END}, ${SUMS.sql}
FROM (${calls}) WHERE is_current GROUP BY ALL`,
    params: SUMS.params,
    touched: `SELECT day FROM touched_day UNION SELECT ${DAY} AS day FROM contact WHERE is_near`,
  },
  {
    table: CUSTOMER_ROLLUP,
    rowsOf: (
      calls,
    ) => `SELECT ${DAY} AS call_start_time, CAST(NULL AS TIMESTAMP) AS next_day, count(DISTINCT customer_key) AS customers
FROM (${calls}) WHERE is_current AND customer_key IS NOT NULL GROUP BY ALL
UNION ALL SELECT ${DAY}, date_trunc('day', next_contact_time) AS next_day, count(DISTINCT customer_key)
FROM (${calls}) WHERE is_current AND next_contact_time >= ${DAY} + INTERVAL 1 DAY GROUP BY ALL`,
    params: [],
    touched: `SELECT day FROM touched_day UNION SELECT ${DAY} AS day FROM contact`,
  },
];

const CALLS = 'SELECT * FROM session_version';
/** What each rollup must hold, asked of all calls at once. */
export const ROLLUP_ROWS = ROLLUPS.map(({ table, rowsOf, params }) => ({
  table,
  statement: { sql: rowsOf(CALLS), params },
}));

/** Says by which definitions the rows were made. */
const FINGERPRINT = createHash('sha256')
  .update(JSON.stringify([ROLLUP_ROWS, 'BIGINT']))
  .digest('hex')
  .slice(0, 16);
const META_KEY = 'rollups';

/** Sums all calls anew, unless that was done by these very definitions: rollups are no part of the layout, and can be made at any time. */
export async function ensureRollups(connection: DuckDBConnection): Promise<void> {
  if ((await getMeta(connection, META_KEY)) === FINGERPRINT) return;
  await connection.run('BEGIN');
  await rebuildRollups(connection);
  await connection.run('COMMIT');
}

export async function rebuildRollups(connection: DuckDBConnection): Promise<void> {
  for (const rollup of ROLLUPS) await createEmpty(connection, rollup);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE day_to_sum AS SELECT DISTINCT ${DAY} AS day FROM session_version`,
  );
  for (const rollup of ROLLUPS) await sumDays(connection, rollup);
  await setMeta(connection, META_KEY, FINGERPRINT);
}

/** Counts are HUGEINT to DuckDB, which takes ten times as long to read back as BIGINT. */
async function createEmpty(connection: DuckDBConnection, { table, rowsOf, params }: Rollup): Promise<void> {
  const reader = await connection.runAndReadAll(`DESCRIBE ${rowsOf(`${CALLS} LIMIT 0`)}`, [...params]);
  const columns = reader
    .getRowsJS()
    .map(([name, type]) => `${quoteIdentifier(String(name))} ${type === 'HUGEINT' ? 'BIGINT' : type}`);
  await connection.run(`DROP TABLE IF EXISTS ${table}`);
  await connection.run(`CREATE TABLE ${table} (${columns.join(', ')})`);
}

/** Sums the days that a commit has touched anew: needs `touched_day` and `contact`. */
export async function sumTouchedDays(connection: DuckDBConnection): Promise<void> {
  for (const rollup of ROLLUPS) {
    await connection.run(`CREATE OR REPLACE TEMP TABLE day_to_sum AS ${rollup.touched}`);
    await connection.run(`DELETE FROM ${rollup.table} WHERE call_start_time IN (SELECT day FROM day_to_sum)`);
    await sumDays(connection, rollup);
  }
}

/** Runs of days without a gap, within a month, as bounds of starts, and how many calls they have. */
const STRETCHES = `SELECT CAST(min(day) AS VARCHAR), CAST(max(day) + INTERVAL 1 DAY AS VARCHAR), coalesce(sum(sessions), 0)::BIGINT
FROM (
  SELECT day, sessions, day - to_days(CAST(row_number() OVER (ORDER BY day) AS INTEGER)) AS run
  FROM day_to_sum LEFT JOIN day_outcome USING (day)
) GROUP BY run, date_trunc('month', day) ORDER BY 1`;
/** What one statement reads: its customers must fit into memory. */
const MAX_CALLS = 500_000;
const MAX_STRETCHES = 60;

async function sumDays(connection: DuckDBConnection, { table, rowsOf, params }: Rollup): Promise<void> {
  const stretches = (await connection.runAndReadAll(STRETCHES)).getRowsJS();
  let queries: string[] = [];
  let calls = 0;
  const insert = async () => {
    if (queries.length > 0)
      await connection.run(`INSERT INTO ${table} ${rowsOf(queries.join(' UNION ALL '))}`, [...params]);
    [queries, calls] = [[], 0];
  };
  for (const [from, to, sessions] of stretches) {
    if (calls + Number(sessions) > MAX_CALLS || queries.length === MAX_STRETCHES) await insert();
    queries.push(
      `${CALLS} WHERE call_start_time >= TIMESTAMP '${from}' AND call_start_time < TIMESTAMP '${to}'`,
    );
    calls += Number(sessions);
  }
  await insert();
}
