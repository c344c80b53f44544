import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { stageObject } from '../../src/cloud/stage-object.ts';
import { tick } from '../../src/cloud/tick.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { contentOf } from '../ports/warehouse.ts';
import { sessionRecord } from '../support/session.ts';
import { type Fault, startProxy, type TrapProxy } from './proxy.ts';
import { cleanRebuild, openWorld, type World } from './world.ts';

/** Every kind of request that staging and committing make, to either server. */
const REQUESTS: readonly {
  readonly server: 'gcs' | 'bigquery';
  readonly method: string;
  readonly path: RegExp;
}[] = [
  { server: 'gcs', method: 'GET', path: /\/o\/ivr%2F[^?]*(\?|$)(?!.*alt=media)/ },
  { server: 'gcs', method: 'GET', path: /alt=media/ },
  { server: 'gcs', method: 'GET', path: /\/o\?/ },
  { server: 'gcs', method: 'POST', path: /\/upload\// },
  { server: 'gcs', method: 'DELETE', path: /./ },
  { server: 'bigquery', method: 'POST', path: /\/jobs/ },
  { server: 'bigquery', method: 'GET', path: /\/queries\// },
  { server: 'bigquery', method: 'GET', path: /\/jobs\// },
  { server: 'bigquery', method: 'GET', path: /\/tables\/meta/ },
  { server: 'bigquery', method: 'POST', path: /\/tables(\?|$)/ },
  { server: 'bigquery', method: 'PATCH', path: /\/tables\// },
  { server: 'bigquery', method: 'DELETE', path: /\/tables\// },
];

const FAULTS: readonly Fault[] = [
  { kind: 'status', status: 429 },
  { kind: 'status', status: 503 },
  { kind: 'reset' },
  { kind: 'reset_after' },
];

describe('servers that fail now and then', () => {
  let proxies: { readonly gcs: TrapProxy; readonly bigquery: TrapProxy };
  let world: World;
  let loader: Loader;
  beforeAll(async () => {
    const { gcs, rawBigquery } = inject('emulators');
    proxies = { gcs: await startProxy(gcs), bigquery: await startProxy(rawBigquery) };
    world = await openWorld({ gcs: proxies.gcs.url, bigquery: proxies.bigquery.url });
    await world.warehouse.migrate();
    const { store, warehouse, config } = world;
    loader = new Loader({ store, warehouse, config, clock: systemClock, log: silentLog });
  });
  afterAll(async () => {
    await loader.close();
    await Promise.all([proxies.gcs.close(), proxies.bigquery.close()]);
  });

  it.each(FAULTS)('lose nothing and double nothing: %j at every kind of request', async (fault) => {
    const name = JSON.stringify(fault).replace(/\W+/g, '-');
    const records = [sessionRecord({ session_id: name }), sessionRecord({ session_id: 'SHARED' })];
    const version = await world.store.put(`f${name}.json`, JSON.stringify(records));
    for (const { server, ...request } of REQUESTS) proxies[server].traps.push({ ...request, fault });
    const { store, staging, config } = world;
    await stageObject(version, { store, staging, config, clock: systemClock });
    // What one tick could not do, the next one does.
    for (let tried = 0; tried < 5; tried++) {
      const ended = await tick(loader, staging).then(
        ({ staged }) => staged === 0,
        () => false,
      );
      if (ended) break;
    }
    const { gcs, bigquery } = proxies;
    expect(gcs.struck.length + bigquery.struck.length).toBeGreaterThanOrEqual(REQUESTS.length);
    for (const proxy of [gcs, bigquery]) {
      proxy.traps = [];
      proxy.struck.length = 0;
    }
    const clean = await cleanRebuild(world);
    expect(JSON.parse(await contentOf(world.warehouse))).toEqual(JSON.parse(await contentOf(clean)));
    await clean.close();
    expect((await staging.list({ prefix: 'manifests/' })).objects).toEqual([]);
  });
});
