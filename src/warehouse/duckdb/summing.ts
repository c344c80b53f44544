import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { CODED, NUMBERED } from '../../contract/inner-tables.ts';
import { LAST_END, ROLLED_COLUMNS, rollupSums } from '../../metrics/rollup/definition.ts';
import type { Statement } from '../warehouse.ts';

/** A table of sums over calls, a day of UTC at a time. */
export interface Rollup {
  readonly table: string;
  /** Its rows, of the calls that a query yields. */
  readonly rowsOf: (calls: string) => string;
  readonly params: readonly (string | number)[];
  /** In which they are stored, where that helps to skip some. */
  readonly order?: string;
  /** Days that a commit has touched for it: needs `touched_day` and `contact`. */
  readonly touched: string;
}

export const DAY = `date_trunc('day', call_start_time)`;
const CALLS = 'SELECT * FROM session_version';

const isNumbered = (name: string) => Object.hasOwn(NUMBERED, name) || Object.hasOwn(CODED, name);
/** Words that bear a number are grouped by it alone. */
export const KEYS = ROLLED_COLUMNS.map((name) =>
  isNumbered(name)
    ? `any_value(${quoteIdentifier(name)}) AS ${quoteIdentifier(name)}`
    : quoteIdentifier(name),
);
export const GROUPED = [DAY, ...ROLLED_COLUMNS.filter((name) => !isNumbered(name)).map(quoteIdentifier)];

const { sql: sums, params } = rollupSums();
/** What is summed of calls, with what is asked of it. */
export const SUMS = {
  sql: `max(coalesce(call_end_time, call_start_time)) AS ${LAST_END}, ${sums}`,
  params,
};

/** What the rollup must hold, asked of all calls at once. */
export const allRowsOf = ({ rowsOf, params }: Rollup): Statement => ({ sql: rowsOf(CALLS), params });

/** Counts are HUGEINT to DuckDB, which takes ten times as long to read back as BIGINT. */
export async function createEmpty(
  connection: DuckDBConnection,
  { table, rowsOf, params }: Rollup,
): Promise<void> {
  const reader = await connection.runAndReadAll(`DESCRIBE ${rowsOf(`${CALLS} LIMIT 0`)}`, [...params]);
  const columns = reader
    .getRowsJS()
    .map(([name, type]) => `${quoteIdentifier(String(name))} ${type === 'HUGEINT' ? 'BIGINT' : type}`);
  await connection.run(`DROP TABLE IF EXISTS ${table}`);
  await connection.run(`CREATE TABLE ${table} (${columns.join(', ')})`);
}

export async function sumAllDays(connection: DuckDBConnection, rollup: Rollup): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE day_to_sum AS SELECT DISTINCT ${DAY} AS day FROM session_version`,
  );
  await sumDays(connection, rollup);
}

/** Sums the days that a commit has touched anew: needs `touched_day` and `contact`. */
export async function sumTouched(connection: DuckDBConnection, rollup: Rollup): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE day_to_sum AS ${rollup.touched}`);
  await connection.run(`DELETE FROM ${rollup.table} WHERE ${DAY} IN (SELECT day FROM day_to_sum)`);
  await sumDays(connection, rollup);
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

async function sumDays(connection: DuckDBConnection, rollup: Rollup): Promise<void> {
  const { table, rowsOf, params, order } = rollup;
  const sorted = order === undefined ? '' : ` ORDER BY ${order}`;
  const stretches = (await connection.runAndReadAll(STRETCHES)).getRowsJS();
  let queries: string[] = [];
  let calls = 0;
  const insert = async () => {
    if (queries.length > 0)
      await connection.run(`INSERT INTO ${table} BY NAME ${rowsOf(queries.join(' UNION ALL '))}${sorted}`, [
        ...params,
      ]);
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
