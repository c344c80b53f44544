import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { Upkeep } from '../../src/ingest/upkeep.ts';
import { Feed } from '../../src/ingest/watch.ts';
import { openLocalStore } from '../../src/store/local.ts';
import type { DuckDbOptions } from '../../src/warehouse/duckdb/open.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';

/** An owner of a warehouse without server and pages: what an ingest consists of. Imports src alone, so that a child runs it too. */
export interface House {
  readonly warehouse: Warehouse;
  readonly loader: Loader;
  readonly upkeep: Upkeep;
  sweep(): ReturnType<typeof sweep>;
  /** What the events of a watched bucket do. */
  touch(...objects: string[]): Promise<void>;
  put(object: string, sessions: unknown): void;
  drop(object: string): void;
  close(): Promise<void>;
}

export async function openHouse(
  dataDir: string,
  bucketDir?: string,
  options: DuckDbOptions = {},
): Promise<House> {
  const config = loadConfig({ data: dataDir, workers: '0', ...(bucketDir && { bucket: bucketDir }) }, {});
  mkdirSync(config.bucket, { recursive: true });
  const warehouse = await openDuckDbWarehouse(config.warehouseFile, options);
  await warehouse.migrate();
  const store = openLocalStore(config.bucket);
  // A few calls are enough for a commit that takes in what is staged meanwhile.
  const more = { log: silentLog, portionSessions: 1 };
  const loader = new Loader({ store, warehouse, config, clock: systemClock, ...more });
  const openFresh = async (file: string) => {
    const fresh = await openDuckDbWarehouse(file, options);
    await fresh.migrate();
    return fresh;
  };
  const feed = new Feed(loader, config.bucket);
  const pathOf = (object: string) => join(config.bucket, object);
  return {
    warehouse,
    loader,
    upkeep: new Upkeep(loader, openFresh),
    sweep: () => sweep(loader),
    touch: async (...objects) => {
      for (const object of objects) feed.note(pathOf(object));
      await feed.idle();
    },
    put: (object, sessions) => {
      mkdirSync(dirname(pathOf(object)), { recursive: true });
      writeFileSync(pathOf(object), typeof sessions === 'string' ? sessions : JSON.stringify(sessions));
    },
    drop: (object) => rmSync(pathOf(object), { force: true }),
    close: async () => {
      await feed.close();
      await loader.close();
      await warehouse.close();
    },
  };
}
