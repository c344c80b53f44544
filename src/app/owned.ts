import { Audit } from '../access/audit.ts';
import type { Config } from '../base/config.ts';
import { messageOf } from '../base/errors.ts';
import { RULES_VERSION } from '../contract/rules.ts';
import { fingerprintOf } from '../ingest/fingerprint.ts';
import { Loader } from '../ingest/loader.ts';
import { removeAllStaged } from '../ingest/stage-files.ts';
import { stageOptionsOf } from '../ingest/stage-options.ts';
import { createStagePool, type StagePool } from '../ingest/stage-pool.ts';
import { type Sweep, sweep } from '../ingest/sweep.ts';
import { Upkeep } from '../ingest/upkeep.ts';
import type { Server } from '../server/server.ts';
import { openStore } from '../store/open.ts';
import type { ParquetTable } from '../warehouse/duckdb/parquet.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { AppEffects } from './effects.ts';
import { doorOf } from './entrance.ts';
import { openFreshWarehouse, openWarehouse } from './open-warehouse.ts';
import type { Ownership } from './owner.ts';
import { packageVersion, WEB_DIR } from './package.ts';

/** Everything that the owner of a warehouse holds, put together. */
export interface Owned {
  readonly loader: Loader;
  readonly token: string;
  /** The API and the pages. Built when first asked for: a command that loads asks neither, and waits 0.4 s less. */
  server(): Promise<Server>;
  publish(address: string): Promise<void>;
  /** Ends a running ingest after the commit in hand, answers what was asked, closes the warehouse, gives up the ownership. */
  close(): Promise<void>;
}

/** Opens the warehouse under the ownership; when that fails, nothing stays open and nothing is owned. */
export async function openOwned(config: Config, effects: AppEffects, ownership: Ownership): Promise<Owned> {
  let warehouse: Warehouse | undefined;
  const pool = effects.loads ? createStagePool(config) : undefined;
  pool?.warm();
  try {
    warehouse = await openWarehouse(config);
    await warehouse.migrate();
    forgetStaged(config, effects);
    const context = await serverContext(config, effects, ownership.token, { warehouse, pool });
    return owned(context, ownership);
  } catch (error) {
    await pool?.close();
    await warehouse?.close();
    await ownership.release();
    throw error;
  }
}

/** Of an owner that was killed: nobody loads it, and callers who are erased later would stay in it. Who only asks need not be able to. */
function forgetStaged({ stagedDir, exportedDir }: Config, { log }: AppEffects): void {
  try {
    for (const dir of [stagedDir, exportedDir]) removeAllStaged(dir);
  } catch (error) {
    log.warn('what a run that was killed had staged, or a file for a download, is still there', {
      reason: messageOf(error),
    });
  }
}

interface Opened {
  readonly warehouse: Warehouse;
  /** Already begun. */
  readonly pool: StagePool | undefined;
}

async function serverContext(
  config: Config,
  effects: AppEffects,
  token: string,
  { warehouse, pool }: Opened,
) {
  const { log, clock } = effects;
  const store = await openStore(config.bucket);
  const loader = new Loader({ store, warehouse, config, clock, log }, pool);
  return {
    warehouse,
    store,
    loader,
    upkeep: new Upkeep(loader, openFreshWarehouse),
    staging: { rulesVersion: RULES_VERSION, settings: fingerprintOf(stageOptionsOf(config)) },
    config,
    clock,
    log,
    token,
    door: doorOf(config, clock, token),
    audit: new Audit({ dir: config.accessDir, clock, log }),
    version: packageVersion(),
    webDir: effects.pages === false ? '' : WEB_DIR,
    writeParquet: async (file: string, table: ParquetTable) =>
      (await import('../warehouse/duckdb/parquet.ts')).writeParquet(file, table),
    ingest: (run: Sweep) => sweep(loader, run),
  };
}

type Context = Awaited<ReturnType<typeof serverContext>>;

function owned(context: Context, ownership: Ownership): Owned {
  const { warehouse, loader, token } = context;
  let building: Promise<Server> | undefined;
  let closing: Promise<void> | undefined;
  const close = async () => {
    try {
      await (await building?.catch(() => undefined))?.close();
      await loader.close();
      await warehouse.close();
    } finally {
      await ownership.release();
    }
  };
  return {
    loader,
    token,
    server: () => {
      building ??= import('../server/server.ts').then(({ buildServer }) => buildServer(context));
      return building;
    },
    publish: (address) => ownership.publish(address),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
