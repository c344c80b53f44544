import type { Clock } from '../base/clock.ts';
import { type Held, heldOf } from '../contract/held.ts';
import { CUSTOMER_ROLLUP, IS_OF_TYPE } from '../metrics/rollup/customers.ts';
import { DAY_ROLLUP, LAST_END, LONGEST_WINDOW_MS } from '../metrics/rollup/definition.ts';
import { SEGMENT, SEGMENT_ROLLUP, SEGMENTS } from '../metrics/rollup/segments.ts';
import type { RollupExtent } from '../metrics/source.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { currentSession } from './rows.ts';

/** What one data version says of itself, over all current sessions. Instants are ISO 8601 in UTC; null in an empty warehouse. */
export interface Extent {
  readonly firstCall: string | null;
  /** Of those that began by tomorrow; of all when there are no others. */
  readonly newestCall: string | null;
  readonly dataVersion: number;
  /** Where statements have to name the days that they read; null: nowhere. */
  readonly held: Held | null;
  /** Null: calls are not summed by day. */
  readonly rollup: RollupExtent | null;
  /** Values of topic_type, by sessions, most first; null is "(none)". */
  readonly topicTypes: readonly (string | null)[];
  /** Records in quarantine. */
  readonly quarantined: number;
}

export type ExtentReader = () => Promise<Extent>;

/** One call of a broken clock in the years to come must not be what every period is counted back from. */
const span = (held: Held | null) => `SELECT min(call_start_time) AS first_call,
  coalesce(max(CASE WHEN call_start_time < CAST($1 AS TIMESTAMP) THEN call_start_time END), max(call_start_time)) AS newest_call,
  (SELECT count(*) FROM quarantine) AS quarantined
FROM session_version WHERE ${currentSession(held)}`;

const topicTypes = (held: Held | null) => `SELECT topic_type, count(*) AS sessions FROM session_version
WHERE ${currentSession(held)} GROUP BY topic_type ORDER BY sessions DESC, topic_type`;

/** Reads the extent once per data version. */
export function extentReader(warehouse: Warehouse, clock: Clock): ExtentReader {
  let known: Extent | undefined;
  return async () => {
    let dataVersion = await warehouse.version();
    while (known?.dataVersion !== dataVersion) {
      const extent = await readExtent(warehouse, dataVersion, clock.now());
      // A commit may land between the two reads: an extent is kept under a version that held before and after.
      dataVersion = await warehouse.version();
      if (extent.dataVersion === dataVersion) known = extent;
    }
    return known;
  };
}

const DAY_MS = 86_400_000;

async function readExtent(warehouse: Warehouse, dataVersion: number, now: Date): Promise<Extent> {
  const tomorrow = new Date(now.getTime() + DAY_MS).toISOString();
  const held = await readHeld(warehouse);
  const [[found], types] = await Promise.all([
    warehouse.query({ sql: span(held), params: [tomorrow] }),
    warehouse.query({ sql: topicTypes(held), params: [] }),
  ]);
  const newestCall = textOf(found?.newest_call);
  return {
    firstCall: textOf(found?.first_call),
    newestCall,
    rollup: newestCall === null ? null : await readRollup(warehouse, newestCall),
    quarantined: Number(found?.quarantined ?? 0),
    held,
    topicTypes: types.map((row) => textOf(row.topic_type)),
    dataVersion,
  };
}

/** BigQuery keeps no sums by day. */
async function readRollup(warehouse: Warehouse, newestCall: string): Promise<RollupExtent | null> {
  if (warehouse.dialect !== 'duckdb') return null;
  const openMs = Date.parse(newestCall) - LONGEST_WINDOW_MS;
  const [row] = await warehouse.query({
    sql: `SELECT min(call_start_time) AS open_from FROM ${DAY_ROLLUP} WHERE ${LAST_END} > CAST($1 AS TIMESTAMP)`,
    params: [new Date(openMs).toISOString()],
  });
  const held = await warehouse.query({
    sql: `SELECT DISTINCT ${SEGMENT} AS place FROM ${SEGMENT_ROLLUP}`,
    params: [],
  });
  const [typed] = await warehouse.query({
    sql: `SELECT count(*) AS held FROM ${CUSTOMER_ROLLUP} WHERE ${IS_OF_TYPE}`,
    params: [],
  });
  const places = new Set(held.map(({ place }) => Number(place)));
  return {
    settledBefore: textOf(row?.open_from) ?? newestCall,
    segments: SEGMENTS.filter(({ place }) => places.has(place)).map(({ dimension }) => dimension),
    hasTypes: Number(typed?.held) > 0,
  };
}

/** DuckDB has no partitions, and says nothing of them. */
async function readHeld(warehouse: Warehouse): Promise<Held | null> {
  const rows = await warehouse.query({
    sql: "SELECT key, value FROM meta WHERE key IN ('held_from', 'held_to')",
    params: [],
  });
  const settingOf = (key: string) => rows.find((row) => row.key === key)?.value;
  return heldOf(settingOf('held_from'), settingOf('held_to'));
}

function textOf(cell: unknown): string | null {
  return typeof cell === 'string' ? cell : null;
}
