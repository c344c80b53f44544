import type { Warehouse } from '../warehouse/warehouse.ts';

/** What the data spans, over all current sessions. Instants are ISO 8601 in UTC; null in an empty warehouse. */
export interface Extent {
  readonly firstCall: string | null;
  readonly newestCall: string | null;
  readonly dataVersion: number;
}

export type ExtentReader = () => Promise<Extent>;

const SQL = `SELECT min(call_start_time) AS first_call, max(call_start_time) AS newest_call
FROM session_version WHERE is_current`;

/** Reads the extent once per data version. */
export function extentReader(warehouse: Warehouse): ExtentReader {
  let known: Extent | undefined;
  return async () => {
    let dataVersion = await warehouse.version();
    while (known?.dataVersion !== dataVersion) {
      const [row] = await warehouse.query({ sql: SQL, params: [] });
      const extent = {
        firstCall: textOf(row?.first_call),
        newestCall: textOf(row?.newest_call),
        dataVersion,
      };
      // A commit may land between the two reads: an extent is kept under a version that held before and after.
      dataVersion = await warehouse.version();
      if (extent.dataVersion === dataVersion) known = extent;
    }
    return known;
  };
}

function textOf(cell: unknown): string | null {
  return typeof cell === 'string' ? cell : null;
}
