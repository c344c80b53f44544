import type { Warehouse } from '../warehouse/warehouse.ts';

/** What one data version says of itself, over all current sessions. Instants are ISO 8601 in UTC; null in an empty warehouse. */
export interface Extent {
  readonly firstCall: string | null;
  readonly newestCall: string | null;
  readonly dataVersion: number;
  /** Values of topic_type, by sessions, most first; null is "(none)". */
  readonly topicTypes: readonly (string | null)[];
  /** Records in quarantine. */
  readonly quarantined: number;
}

export type ExtentReader = () => Promise<Extent>;

const SPAN = `SELECT min(call_start_time) AS first_call, max(call_start_time) AS newest_call,
  (SELECT count(*) FROM quarantine) AS quarantined
FROM session_version WHERE is_current`;

const TOPIC_TYPES = `SELECT topic_type, count(*) AS sessions FROM session_version WHERE is_current
GROUP BY topic_type ORDER BY sessions DESC, topic_type`;

/** Reads the extent once per data version. */
export function extentReader(warehouse: Warehouse): ExtentReader {
  let known: Extent | undefined;
  return async () => {
    let dataVersion = await warehouse.version();
    while (known?.dataVersion !== dataVersion) {
      const extent = await readExtent(warehouse, dataVersion);
      // A commit may land between the two reads: an extent is kept under a version that held before and after.
      dataVersion = await warehouse.version();
      if (extent.dataVersion === dataVersion) known = extent;
    }
    return known;
  };
}

async function readExtent(warehouse: Warehouse, dataVersion: number): Promise<Extent> {
  const [[span], types] = await Promise.all([
    warehouse.query({ sql: SPAN, params: [] }),
    warehouse.query({ sql: TOPIC_TYPES, params: [] }),
  ]);
  return {
    firstCall: textOf(span?.first_call),
    newestCall: textOf(span?.newest_call),
    quarantined: Number(span?.quarantined ?? 0),
    topicTypes: types.map((row) => textOf(row.topic_type)),
    dataVersion,
  };
}

function textOf(cell: unknown): string | null {
  return typeof cell === 'string' ? cell : null;
}
