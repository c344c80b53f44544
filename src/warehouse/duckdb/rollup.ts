import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DAY_ROLLUP } from '../../metrics/rollup/definition.ts';
import { allCustomerRows, rebuildCustomerSums, sumTouchedCustomers } from './customer-sums.ts';
import { DENSE_CALLS_A_DAY } from './density.ts';
import { getMeta, setMeta } from './meta.ts';
import { ALL_SEGMENTS, rebuildSegments, sumTouchedSegments } from './segments.ts';
import {
  allRowsOf,
  createEmpty,
  DAY,
  GROUPED,
  KEYS,
  type Rollup,
  SUMS,
  sumAllDays,
  sumTouched,
} from './summing.ts';

/** Kept however few calls there are, as those of customers are. */
export const DAY_SUMS: Rollup = {
  table: DAY_ROLLUP,
  rowsOf: (calls) => `SELECT ${DAY} AS call_start_time, ${KEYS.join(', ')}, ${SUMS.sql}
FROM (${calls}) WHERE is_current GROUP BY ${GROUPED.join(', ')}`,
  params: SUMS.params,
  touched: `SELECT day FROM touched_day UNION SELECT ${DAY} AS day FROM contact WHERE is_near`,
};

/** Says by which definitions the rows were made. */
const FINGERPRINT = createHash('sha256')
  .update(JSON.stringify([allRowsOf(DAY_SUMS), allRowsOf(ALL_SEGMENTS), allCustomerRows(true), 'BIGINT']))
  .digest('hex')
  .slice(0, 16);
const META_KEY = 'rollups';

/** Sums all calls anew, unless that was done by these very definitions: rollups are no part of the layout, and can be made at any time. */
export async function ensureRollups(connection: DuckDBConnection, denseCallsADay?: number): Promise<void> {
  if ((await getMeta(connection, META_KEY)) === FINGERPRINT) return;
  await connection.run('BEGIN');
  await rebuildRollups(connection, denseCallsADay);
  await connection.run('COMMIT');
}

/** @param denseCallsADay from how many on the sums by further dimensions are kept */
export async function rebuildRollups(
  connection: DuckDBConnection,
  denseCallsADay = DENSE_CALLS_A_DAY,
): Promise<void> {
  await createEmpty(connection, DAY_SUMS);
  await sumAllDays(connection, DAY_SUMS);
  await rebuildCustomerSums(connection, denseCallsADay);
  await rebuildSegments(connection, denseCallsADay);
  await setMeta(connection, META_KEY, FINGERPRINT);
}

/** Brings all sums up to date after a commit: needs `touched_day` and `contact`, and what `rememberCalls` has kept. */
export async function sumTouchedDays(
  connection: DuckDBConnection,
  denseCallsADay = DENSE_CALLS_A_DAY,
): Promise<void> {
  await sumTouched(connection, DAY_SUMS);
  await sumTouchedCustomers(connection, denseCallsADay);
  await sumTouchedSegments(connection, denseCallsADay);
}
