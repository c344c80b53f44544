import { serve } from '../../src/app/serve.ts';
import { runSimulation, type SimulationRun } from '../../src/app/simulation.ts';
import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import type { IngestReport } from '../../src/ingest/report.ts';
import type { SimulateOptions } from '../../src/simulate/options.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Row } from '../../src/warehouse/warehouse.ts';
import { tempDir } from './temp-dir.ts';

/** A simulation that went through the real ingest, and its warehouse to ask. */
export interface Loaded {
  readonly run: SimulationRun;
  readonly report: IngestReport;
  query(sql: string): Promise<Row[]>;
  close(): Promise<void>;
}

export async function simulatedAndLoaded(options: SimulateOptions): Promise<Loaded> {
  const config = loadConfig({ data: tempDir(), port: '0', workers: '0' }, {});
  const effects = { log: silentLog, clock: fixedClock('2026-02-01T00:00:00Z'), env: {}, command: 'test' };
  const run = await runSimulation(config, options, effects);
  const serving = await serve(config, effects);
  const report = await serving.client.ingest(() => {});
  await serving.close();
  const warehouse = await openDuckDbWarehouse(config.warehouseFile);
  return {
    run,
    report,
    query: (sql) => warehouse.query({ sql, params: [] }),
    close: () => warehouse.close(),
  };
}
