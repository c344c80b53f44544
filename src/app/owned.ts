import type { Config } from '../base/config.ts';
import { sweep } from '../ingest/sweep.ts';
import { buildServer, type Server } from '../server/server.ts';
import { openLocalStore } from '../store/local.ts';
import { tellingDamage } from '../warehouse/duckdb/damage.ts';
import { openDuckDbWarehouse } from '../warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { AppEffects } from './effects.ts';
import type { Ownership } from './owner.ts';
import { packageVersion, WEB_DIR } from './package.ts';

/** Everything that the owner of a warehouse holds, put together. */
export interface Owned {
  readonly server: Server;
  readonly token: string;
  publish(address: string): Promise<void>;
  /** Ends a running ingest after the commit in hand, answers what was asked, closes the warehouse, gives up the ownership. */
  close(): Promise<void>;
}

/** Opens the warehouse under the ownership; when that fails, nothing stays open and nothing is owned. */
export async function openOwned(config: Config, effects: AppEffects, ownership: Ownership): Promise<Owned> {
  let warehouse: Warehouse | undefined;
  try {
    warehouse = tellingDamage(await openDuckDbWarehouse(config.warehouseFile));
    await warehouse.migrate();
    const server = await buildServer(serverContext(config, effects, ownership.token, warehouse));
    return owned(server, warehouse, ownership);
  } catch (error) {
    await warehouse?.close();
    await ownership.release();
    throw error;
  }
}

function serverContext(config: Config, { log, clock }: AppEffects, token: string, warehouse: Warehouse) {
  const store = openLocalStore(config.bucket, { log });
  return {
    warehouse,
    config,
    clock,
    log,
    token,
    version: packageVersion(),
    webDir: WEB_DIR,
    ingest: (run: Pick<Parameters<typeof sweep>[0], 'onProgress' | 'signal'>) =>
      sweep({ store, warehouse, config, clock, log, ...run }),
  };
}

function owned(server: Server, warehouse: Warehouse, ownership: Ownership): Owned {
  let closing: Promise<void> | undefined;
  const close = async () => {
    try {
      await server.close();
      await warehouse.close();
    } finally {
      await ownership.release();
    }
  };
  return {
    server,
    token: ownership.token,
    publish: (address) => ownership.publish(address),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
