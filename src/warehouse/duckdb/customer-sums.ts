import type { DuckDBConnection } from '@duckdb/node-api';
import { CUSTOMER_ROLLUP, IS_OF_TYPE, PREVIOUS_DAY } from '../../metrics/rollup/customers.ts';
import { DAY_ROLLUP } from '../../metrics/rollup/definition.ts';
import { density } from './density.ts';
import { DAY } from './summing.ts';

/** Of more topic types, or where calls are few, calls themselves are asked. */
const MAX_TYPES = 64;
/** What one statement reads: its customers must fit into memory. */
const MAX_CALLS = 500_000;

const COLUMNS = `call_start_time TIMESTAMP, ${IS_OF_TYPE} BOOLEAN, topic_type VARCHAR, ${PREVIOUS_DAY} TIMESTAMP, customers BIGINT`;
const KEY = ['call_start_time', IS_OF_TYPE, 'topic_type', PREVIOUS_DAY];
const CURRENT = `SELECT customer_key, topic_type, call_start_time FROM session_version WHERE is_current AND customer_key IS NOT NULL`;

/** The rows of the rollup that calls of some customers make, all of theirs. */
function rowsOf(calls: string, hasTypes: boolean): string {
  const called = [
    `SELECT day, FALSE AS ${IS_OF_TYPE}, CAST(NULL AS VARCHAR) AS topic_type,
  lag(day) OVER (PARTITION BY customer_key ORDER BY day) AS ${PREVIOUS_DAY} FROM (SELECT DISTINCT customer_key, day FROM call_day)`,
    `SELECT day, TRUE, topic_type, lag(day) OVER (PARTITION BY customer_key, topic_type ORDER BY day) FROM call_day`,
  ];
  return `WITH call_day AS (SELECT DISTINCT customer_key, ${hasTypes ? 'topic_type, ' : ''}${DAY} AS day FROM (${calls}))
SELECT day AS call_start_time, ${IS_OF_TYPE}, topic_type, ${PREVIOUS_DAY}, count(*) AS customers
FROM (${called.slice(0, hasTypes ? 2 : 1).join(' UNION ALL ')}) GROUP BY ALL`;
}

/** What the rollup must hold, asked of all calls at once. */
export const allCustomerRows = (hasTypes: boolean): string => rowsOf(CURRENT, hasTypes);

/** Makes all rows anew, those by topic type where calls are dense: needs the sums by day. */
export async function rebuildCustomerSums(
  connection: DuckDBConnection,
  denseCallsADay: number,
): Promise<void> {
  const isDense = (await density(connection)) >= denseCallsADay;
  await sumAllCustomers(connection, isDense && (await countTypes(connection)) <= MAX_TYPES);
}

/** Customers in parts, some of each: what one calls is looked at together. */
async function sumAllCustomers(connection: DuckDBConnection, hasTypes: boolean): Promise<void> {
  const calls = await oneNumber(connection, 'SELECT count(*) FROM session_version');
  const parts = Math.ceil(calls / MAX_CALLS);
  await connection.run(`DROP TABLE IF EXISTS ${CUSTOMER_ROLLUP}`);
  await connection.run(`CREATE TABLE ${CUSTOMER_ROLLUP} (${COLUMNS})`);
  if (parts <= 1) {
    await connection.run(`INSERT INTO ${CUSTOMER_ROLLUP} ${allCustomerRows(hasTypes)}`);
    return;
  }
  await connection.run(`CREATE OR REPLACE TEMP TABLE customer_part (${COLUMNS})`);
  for (let part = 0; part < parts; part++)
    await connection.run(
      `INSERT INTO customer_part ${rowsOf(`${CURRENT} AND customer_key % ${parts} = ${part}`, hasTypes)}`,
    );
  await connection.run(
    `INSERT INTO ${CUSTOMER_ROLLUP} SELECT ${KEY.join(', ')}, sum(customers) FROM customer_part GROUP BY ALL`,
  );
  await connection.run('DROP TABLE customer_part');
}

/**
 * What the touched customers called so far, while that is still known: needs `touched_customer`, and versions as they were elected
 * before.
 */
export async function rememberCalls(connection: DuckDBConnection): Promise<void> {
  const isFirst = (await oneNumber(connection, `SELECT count(*) FROM ${CUSTOMER_ROLLUP}`)) === 0;
  await connection.run(`CREATE OR REPLACE TEMP TABLE former_call AS
    SELECT customer_key, topic_type, call_start_time FROM touched_version WHERE is_current AND customer_key IS NOT NULL
    UNION ALL ${CURRENT} AND customer_key IN (SELECT customer_key FROM touched_customer)
      AND object NOT IN (SELECT object FROM replaced_object)${isFirst ? ' LIMIT 0' : ''}`);
}

/**
 * Takes what the touched customers called before from the rows, and adds what they call now: needs `touched_customer`,
 * `former_call` and the sums by day.
 */
export async function sumTouchedCustomers(
  connection: DuckDBConnection,
  denseCallsADay: number,
): Promise<void> {
  const dense = await density(connection);
  const types = await heldTypes(connection);
  const keeps = types > 0 && types <= MAX_TYPES && dense >= denseCallsADay / 2;
  if (types > 0 && !keeps) await connection.run(`DELETE FROM ${CUSTOMER_ROLLUP} WHERE ${IS_OF_TYPE}`);
  // Calls of withheld numbers change nothing here, however many there are.
  if ((await oneNumber(connection, 'SELECT count(*) FROM touched_customer')) === 0) return;
  if (types === 0 && dense >= denseCallsADay && (await countTypes(connection)) <= MAX_TYPES) {
    await sumAllCustomers(connection, true);
    return;
  }
  const now = rowsOf(`${CURRENT} AND customer_key IN (SELECT customer_key FROM touched_customer)`, keeps);
  await connection.run(`CREATE OR REPLACE TEMP TABLE customer_difference AS
    SELECT ${KEY.join(', ')}, CAST(sum(customers) AS BIGINT) AS customers FROM (
      FROM (${now}) UNION ALL SELECT * REPLACE (-customers AS customers) FROM (${rowsOf('FROM former_call', keeps)})
    ) GROUP BY ALL HAVING sum(customers) <> 0`);
  const isSame = KEY.map((name) => `r.${name} IS NOT DISTINCT FROM d.${name}`).join(' AND ');
  await connection.run(
    `UPDATE ${CUSTOMER_ROLLUP} AS r SET customers = r.customers + d.customers FROM customer_difference AS d WHERE ${isSame}`,
  );
  await connection.run(`INSERT INTO ${CUSTOMER_ROLLUP} FROM customer_difference AS d
    WHERE NOT EXISTS (FROM ${CUSTOMER_ROLLUP} AS r WHERE ${isSame})`);
  await connection.run(`DELETE FROM ${CUSTOMER_ROLLUP} WHERE customers = 0`);
}

/** Of the sums by day, which know them and are few. */
const countTypes = (connection: DuckDBConnection): Promise<number> =>
  oneNumber(connection, `SELECT count(*) FROM (SELECT DISTINCT topic_type FROM ${DAY_ROLLUP})`);

/** How many topic types rows are kept by; 0 when by none. */
const heldTypes = (connection: DuckDBConnection): Promise<number> =>
  oneNumber(
    connection,
    `SELECT count(*) FROM (SELECT DISTINCT topic_type FROM ${CUSTOMER_ROLLUP} WHERE ${IS_OF_TYPE})`,
  );

async function oneNumber(connection: DuckDBConnection, sql: string): Promise<number> {
  return Number((await connection.runAndReadAll(sql)).getRowsJS()[0]?.[0] ?? 0);
}
