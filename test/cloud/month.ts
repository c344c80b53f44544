import { runSimulation } from '../../src/app/simulation.ts';
import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { DEFAULT_SIMULATION } from '../../src/simulate/options.ts';
import { openLocalStore } from '../../src/store/local.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { tempDir } from '../support/temp-dir.ts';

export const CLOCK = fixedClock('2026-02-01T00:00:00Z');

/** A month of simulated calls, some records and files broken on purpose, in a bucket of this machine. */
export async function simulatedMonth(sessions: number) {
  const config = loadConfig({ data: tempDir(), workers: '0' }, {});
  const effects = { log: silentLog, clock: CLOCK, env: {}, command: 'test' };
  const options = {
    ...DEFAULT_SIMULATION,
    sessions,
    from: '2025-03-10',
    to: '2025-04-10',
    seed: 11,
    dirty: 0.03,
  };
  await runSimulation(config, options, effects);
  return config;
}

/** Sweeps the bucket of the config into a warehouse. */
export async function loadMonth(config: Awaited<ReturnType<typeof simulatedMonth>>, warehouse: Warehouse) {
  await warehouse.migrate();
  const store = openLocalStore(config.bucket);
  const loader = new Loader({ store, warehouse, config, clock: CLOCK, log: silentLog });
  const report = await sweep(loader);
  await loader.close();
  return report;
}
