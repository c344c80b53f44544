import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { stageObject } from '../../src/cloud/stage-object.ts';
import { tick } from '../../src/cloud/tick.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { BigQueryClient } from '../../src/warehouse/bigquery/client.ts';
import { contentOf } from '../ports/warehouse.ts';
import { sessionRecord } from '../support/session.ts';
import { startProxy, type TrapProxy } from './proxy.ts';
import { cleanRebuild, openWorld, type World } from './world.ts';

const MESSAGE = 'Query exceeded limit for bytes billed: 10485760. 20971520 or higher required.';
const JOBS = /\/jobs(\?|$)/;

let proxy: TrapProxy;
beforeAll(async () => {
  proxy = await startProxy(inject('emulators').rawBigquery);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => proxy.close());

/** As BigQuery says it of the next so many transactions. */
function refuseTransactions(times: number): void {
  const { query } = BigQueryClient.prototype;
  let left = times;
  vi.spyOn(BigQueryClient.prototype, 'query').mockImplementation(function (this: BigQueryClient, ...asked) {
    if (asked[0].startsWith('BEGIN TRANSACTION') && left > 0) {
      left -= 1;
      const fault = {
        kind: 'status',
        status: 400,
        reason: 'bytesBilledLimitExceeded',
        message: MESSAGE,
      } as const;
      proxy.traps = [{ method: 'POST', path: JOBS, fault }];
    }
    return query.apply(this, asked);
  });
}

async function stagedWorld(count: number): Promise<{ world: World; loader: Loader }> {
  const world = await openWorld({ bigquery: proxy.url });
  await world.warehouse.migrate();
  const { store, staging, config, warehouse } = world;
  for (let n = 0; n < count; n++) {
    const records = [sessionRecord({ session_id: `S${n}` }), sessionRecord({ session_id: 'SHARED' })];
    const version = await store.put(`${n}.json`, JSON.stringify(records));
    await stageObject(version, { store, staging, config, clock: systemClock });
  }
  return { world, loader: new Loader({ store, warehouse, config, clock: systemClock, log: silentLog }) };
}

async function expectSame(world: World): Promise<void> {
  const clean = await cleanRebuild(world);
  expect(JSON.parse(await contentOf(world.warehouse))).toEqual(JSON.parse(await contentOf(clean)));
  await clean.close();
}

it('loads what may be read, lets the rest wait, and a sweep brings it once the limit allows it', async () => {
  const { world, loader } = await stagedWorld(2);
  // Both together, and the first of them alone.
  refuseTransactions(2);
  expect(await tick(loader, world.staging)).toMatchObject({ staged: 2, objects: 1, tooDear: 1, left: 0 });
  const states = (await world.warehouse.ledger()).map(({ state }) => state);
  expect(states.sort()).toEqual(['loaded', 'waiting']);
  expect((await world.staging.list({ prefix: 'manifests/' })).objects).toEqual([]);
  expect(await sweep(loader)).toMatchObject({ objectsLoaded: 1 });
  await expectSame(world);
  await loader.close();
});

it('stores nothing where nothing may be read, says what to do, and the next tick takes it all', async () => {
  const { world, loader } = await stagedWorld(2);
  refuseTransactions(3);
  await expect(tick(loader, world.staging)).rejects.toMatchObject({
    code: 'over_budget',
    message: expect.stringContaining('20971520'),
    hint: expect.stringContaining('commit_max_bytes_billed'),
  });
  expect(await world.warehouse.ledger()).toEqual([]);
  expect(await tick(loader, world.staging)).toMatchObject({ staged: 2, objects: 2, tooDear: 0 });
  await expectSame(world);
  await loader.close();
});
