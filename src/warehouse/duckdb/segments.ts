import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { TENURE_BANDS } from '../../contract/synonyms.ts';
import { HOURS, SEGMENT, SEGMENT_ROLLUP, SEGMENTS, type Segment } from '../../metrics/rollup/segments.ts';
import { density } from './density.ts';
import { createEmpty, DAY, GROUPED, KEYS, type Rollup, SUMS, sumAllDays, sumTouched } from './summing.ts';

/** Of more values a day's sums would be as many as its calls. */
const MAX_VALUES = 64;

/** Any month of a band does for its band. */
const BAND = TENURE_BANDS.map(
  ({ from, to }) =>
    `WHEN tenure_months >= ${from}${to === null ? '' : ` AND tenure_months <= ${to}`} THEN ${from}`,
);
const ONE_MONTH_A_BAND = `CASE ${BAND.join(' ')} END AS tenure_months`;

const HOUR = '"hour of the call"';
const keyOf = ({ column }: Segment): string => (column === null ? HOUR : quoteIdentifier(column));
/** Rows of hours begin with theirs. */
const STARTED = `CASE WHEN grouping(${HOUR}) = 0 THEN ${HOUR} ELSE ${DAY} END AS call_start_time`;

/** Each call once for each of the dimensions, which share what is computed of it. */
export function segmentRollup(segments: readonly Segment[]): Rollup {
  const columns = segments.filter(({ column }) => column !== null).map(keyOf);
  const places = segments.map(
    (segment) => `WHEN grouping(${keyOf(segment)}) = 0 THEN CAST(${segment.place} AS BIGINT)`,
  );
  const sets = segments.map((segment) => `(${[...GROUPED, keyOf(segment)].join(', ')})`);
  const hasHours = segments.includes(HOURS);
  return {
    table: SEGMENT_ROLLUP,
    rowsOf: (
      calls,
    ) => `SELECT ${hasHours ? STARTED : `${DAY} AS call_start_time`}, CASE ${places.join(' ')} END AS ${SEGMENT}, ${[...KEYS, ...columns].join(', ')}, ${SUMS.sql}
FROM (SELECT * REPLACE (${ONE_MONTH_A_BAND}), date_trunc('hour', call_start_time) AS ${HOUR} FROM (${calls})) WHERE is_current GROUP BY GROUPING SETS (${sets.join(', ')})`,
    order: `${SEGMENT}, call_start_time`,
    params: SUMS.params,
    touched: `SELECT day FROM touched_day UNION SELECT ${DAY} AS day FROM contact WHERE is_near`,
  };
}

/** In an order that lets a question skip the rows of other dimensions. */
export const ALL_SEGMENTS = segmentRollup(SEGMENTS);

export async function rebuildSegments(connection: DuckDBConnection, callsADay: number): Promise<void> {
  await createEmpty(connection, ALL_SEGMENTS);
  if ((await density(connection)) >= callsADay) await sumAll(connection);
}

/**
 * Sums the touched days anew where these sums are kept, begins to keep them once calls are dense enough, and leaves off when they are
 * only half as dense.
 */
export async function sumTouchedSegments(connection: DuckDBConnection, callsADay: number): Promise<void> {
  const held = await heldSegments(connection);
  const dense = await density(connection);
  if (held.length > 0 && dense >= callsADay / 2) await sumTouched(connection, segmentRollup(held));
  else if (held.length > 0) await connection.run(`DELETE FROM ${SEGMENT_ROLLUP}`);
  else if (dense >= callsADay) await sumAll(connection);
}

export async function heldSegments(connection: DuckDBConnection): Promise<readonly Segment[]> {
  const reader = await connection.runAndReadAll(`SELECT DISTINCT ${SEGMENT} FROM ${SEGMENT_ROLLUP}`);
  const places = new Set(reader.getRowsJS().map(([place]) => Number(place)));
  return SEGMENTS.filter(({ place }) => places.has(place));
}

async function sumAll(connection: DuckDBConnection): Promise<void> {
  const counts = SEGMENTS.map(({ column }) =>
    column === null ? 0 : `approx_count_distinct(${quoteIdentifier(column)})`,
  );
  const reader = await connection.runAndReadAll(
    `SELECT ${counts.join(', ')} FROM session_version WHERE is_current`,
  );
  const values = reader.getRowsJS()[0] ?? [];
  // Months come in bands, which are few.
  const few = SEGMENTS.filter(
    ({ column }, index) => column === 'tenure_months' || Number(values[index]) <= MAX_VALUES,
  );
  await sumAllDays(connection, segmentRollup(few));
}
