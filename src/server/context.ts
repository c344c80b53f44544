import type { Audit } from '../access/audit.ts';
import type { Door } from '../access/door.ts';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import type { Log } from '../base/log.ts';
import type { Selection } from '../ingest/plan.ts';
import type { Upkeep } from '../ingest/upkeep.ts';
import type { Store } from '../store/store.ts';
import type { ParquetTable } from '../warehouse/duckdb/parquet.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { IngestProgress, IngestReport } from './api.ts';

export interface IngestRun {
  readonly onProgress: (progress: IngestProgress) => void;
  /** Ends the run after the commit in hand. */
  readonly signal: AbortSignal;
}

/** All that the server stands on. It opens nothing and closes nothing of it. */
export interface ServerContext {
  readonly warehouse: Warehouse;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** Of Earshot. */
  readonly version: string;
  /** Folder of the built pages; it may be missing. */
  readonly webDir: string;
  readonly door: Door;
  readonly audit: Audit;
  readonly ingest: (run: IngestRun & { readonly selection?: Selection }) => Promise<IngestReport>;
  readonly upkeep: Upkeep;
  /** By what objects are staged today. */
  readonly staging: { readonly rulesVersion: number; readonly settings: string };
  readonly store: Store;
  readonly writeParquet: (file: string, table: ParquetTable) => Promise<void>;
}
