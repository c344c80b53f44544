import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import { sweep } from '../ingest/sweep.ts';
import { openStore } from '../store/open.ts';
import { type Client, clientOver } from './client.ts';
import { type AppEffects, commandOf } from './effects.ts';
import { isShared } from './open-warehouse.ts';
import { openOwned } from './owned.ts';
import { freeOwnership, isOwnership, type Ownership, ownerFileOf, takeOwnership } from './owner.ts';
import type { OwnerRecord } from './owner-record.ts';
import { ownerSettings, requireSameSettings } from './owner-settings.ts';
import { httpTransport, injectTransport, requireAnswer, type ServingOwner } from './transport.ts';

export type { Client } from './client.ts';

/** Another command holds the warehouse for as long as it runs, often for less than this. */
const WAIT_MILLIS = 5_000;
const LOOK_AGAIN_MILLIS = 100;

/**
 * A client of the warehouse's owner: over HTTP to the one that serves, else this process becomes the owner until `close`.
 * Its `ingest` refuses to load otherwise than this config says: `owner_settings_differ`.
 * @throws EarshotError `warehouse_in_use` when another command keeps it; and why the warehouse can't be opened
 */
export async function connect(config: Config, effects: AppEffects): Promise<Client> {
  const taken = await ownOrFindServer(config, effects);
  if (!isOwnership(taken)) {
    const client = clientOver(httpTransport(taken), async () => {});
    const check = async () => {
      requireSameSettings(config, taken);
      await requireAnswer(taken);
    };
    const ingest: Client['ingest'] = async (...run) => {
      await check();
      return client.ingest(...run);
    };
    const rebuild: Client['rebuild'] = async (...run) => {
      await check();
      return client.rebuild(...run);
    };
    return { ...client, ingest, rebuild };
  }
  const owned = await openOwned(config, effects, taken);
  const client = clientOver(injectTransport(owned.server, owned.token), owned.close);
  // What its own process loads, nobody else asks about meanwhile: it needs no server between.
  const ingest: Client['ingest'] = async (onProgress, signal, selection = {}) => {
    signal?.throwIfAborted();
    return sweep(owned.loader, { onProgress, selection, isLast: true, ...(signal && { signal }) });
  };
  return { ...client, ingest };
}

/**
 * Like `connect`, for who only reads: a path that was mistyped must not become an empty warehouse.
 * @throws EarshotError `no_warehouse`, and as `connect` does
 */
export async function connectToExisting(config: Config, effects: AppEffects): Promise<Client> {
  const { warehouseFile, dataDir } = config;
  if (!isThere(config)) {
    throw new EarshotError('not_found', 'no_warehouse', `There is no warehouse at ${warehouseFile}.`, {
      hint: 'Load session files with `earshot ingest`, simulate some with `earshot demo`, or name another folder with --data DIR.',
      facts: { warehouse: warehouseFile, data: dataDir },
    });
  }
  return connect(config, effects);
}

/**
 * Like `connect`, for who loads: a bucket that was mistyped must not leave an empty warehouse behind.
 * @throws EarshotError `bucket_missing`, and as `connect` does
 */
export async function connectToLoad(config: Config, effects: AppEffects): Promise<Client> {
  if (!isThere(config)) {
    const store = await openStore(config.bucket);
    await store.list({ pageSize: 1 });
  }
  return connect(config, effects);
}

/** A dataset that is missing says so itself. */
function isThere(config: Config): boolean {
  const { warehouseFile } = config;
  return isShared(config) || existsSync(warehouseFile) || existsSync(ownerFileOf(warehouseFile));
}

/** The ownership, or who serves; one that owns without serving is waited for. */
export async function ownOrFindServer(
  config: Config,
  effects: AppEffects,
): Promise<Ownership | ServingOwner> {
  const { warehouseFile } = config;
  if (isShared(config)) return freeOwnership();
  const ownerEffects = { ...effects, command: commandOf(effects), settings: ownerSettings(config) };
  for (let waitedMillis = 0; ; waitedMillis += LOOK_AGAIN_MILLIS) {
    const taken = await takeOwnership(warehouseFile, ownerEffects);
    if (isOwnership(taken)) return taken;
    if (isServing(taken)) return taken;
    if (waitedMillis >= WAIT_MILLIS) throw inUse(warehouseFile, taken);
    await sleep(LOOK_AGAIN_MILLIS);
  }
}

function isServing(owner: OwnerRecord): owner is ServingOwner {
  return owner.address !== null;
}

function inUse(warehouseFile: string, { pid, command }: OwnerRecord): EarshotError {
  return new EarshotError(
    'conflict',
    'warehouse_in_use',
    `${warehouseFile} is in use by \`${command}\` (pid ${pid}).`,
    {
      hint: 'Wait until it has ended, then run this again.',
      facts: { pid, command },
    },
  );
}
