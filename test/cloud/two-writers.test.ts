import { describe, expect, it, vi } from 'vitest';
import { fixedClock, systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { bigQueryPlaceOf } from '../../src/base/places.ts';
import { stageObject } from '../../src/cloud/stage-object.ts';
import { tick } from '../../src/cloud/tick.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { tombstoneOf } from '../../src/ingest/pseudonym.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { BigQueryClient } from '../../src/warehouse/bigquery/client.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { sessionRecord } from '../support/session.ts';
import { stagedBatch } from '../support/staged.ts';
import { freshDataset, openWarehouse } from './datasets.ts';
import { openWorld, type World } from './world.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');

/** What another process does at the last moment: when the next transaction is prepared, and not yet begun. */
const beforeTransaction = (work: () => Promise<unknown>, times = 1) =>
  before('BEGIN TRANSACTION', work, times);

function before(begun: string, work: () => Promise<unknown>, times = 1): void {
  const { query } = BigQueryClient.prototype;
  let left = times;
  const spy = vi.spyOn(BigQueryClient.prototype, 'query').mockImplementation(async function (
    this: BigQueryClient,
    ...[sql, params]
  ) {
    if (sql.startsWith(begun) && left > 0) {
      left -= 1;
      const rest = left;
      left = 0;
      await work();
      left = rest;
      if (left === 0) spy.mockRestore();
    }
    return query.call(this, sql, params);
  });
}

/** Two that share nothing but the dataset. */
async function twoWarehouses(): Promise<[Warehouse, Warehouse]> {
  const place = await freshDataset();
  const both = [await openWarehouse(place), await openWarehouse(place)] as const;
  await both[0].migrate();
  return [...both];
}

async function rows(warehouse: Warehouse, sql: string): Promise<unknown[][]> {
  return (await warehouse.query({ sql, params: [] })).map((row) => Object.values(row));
}

const onDay = (day: number, end = 2) => ({
  session_id: 'S',
  call_start_time: new Date(Date.UTC(2025, 0, day, 10)).toISOString(),
  call_end_time: new Date(Date.UTC(2025, 0, day, 10, end)).toISOString(),
});

const SESSIONS = 'SELECT session_id, source_file FROM raw_session_data ORDER BY session_id';
const LEDGER = `SELECT records, sessions, turns, erased FROM ledger WHERE state = 'loaded' ORDER BY object`;

describe('two writers of one dataset', () => {
  it('take each version of a session once, though one moves it to another day while the other loads it', async () => {
    const [slow, quick] = await twoWarehouses();
    await slow.commit({ batches: [stagedBatch('x.json', '1', [onDay(1)])] }, clock);
    beforeTransaction(() => quick.commit({ batches: [stagedBatch('x.json', '3', [onDay(5)])] }, clock));
    await slow.commit({ batches: [stagedBatch('x.json', '2', [onDay(1, 3)])] }, clock);
    expect(await rows(slow, SESSIONS)).toHaveLength(1);
    expect(await rows(slow, 'SELECT object FROM session_version')).toEqual([['x.json']]);
    await slow.commit({ batches: [stagedBatch('x.json', '4', [onDay(9)])] }, clock);
    expect(await rows(slow, SESSIONS)).toEqual([['S', 'x.json']]);
  });

  it('elect one version of a session that either loads for the first time, each of another day', async () => {
    const [slow, quick] = await twoWarehouses();
    beforeTransaction(() => quick.commit({ batches: [stagedBatch('y.json', '1', [onDay(5)])] }, clock));
    await slow.commit({ batches: [stagedBatch('x.json', '1', [onDay(1)])] }, clock);
    expect(await rows(slow, SESSIONS)).toEqual([['S', 'y.json']]);
    expect(await slow.version()).toBe(2);
  });

  it('load the same batches once, and say so both', async () => {
    const [slow, quick] = await twoWarehouses();
    const batches = [stagedBatch('x.json', '1', [onDay(1)])];
    beforeTransaction(() => quick.commit({ batches }, clock));
    expect(await slow.commit({ batches }, clock)).toMatchObject({ dataVersion: 1, objects: 0 });
    expect(await rows(slow, SESSIONS)).toEqual([['S', 'x.json']]);
  });

  it('do not store what was staged before the other one erased somebody', async () => {
    const [slow, quick] = await twoWarehouses();
    await slow.keeping();
    beforeTransaction(() =>
      quick.replace({ kind: 'erase', customerId: 'C1', tombstone: 'hash of C1' }, clock),
    );
    await expect(
      slow.commit({ batches: [stagedBatch('x.json', '1', [onDay(1)])] }, clock),
    ).rejects.toMatchObject({ code: 'keeping_moved', hint: expect.stringContaining('Run it again') });
    expect(await rows(slow, SESSIONS)).toEqual([]);
  });

  it('erase what the other one has loaded since the erasure was prepared', async () => {
    const [slow, quick] = await twoWarehouses();
    beforeTransaction(() => quick.commit({ batches: [stagedBatch('x.json', '1', [onDay(1)])] }, clock));
    const { removed } = (await slow.replace(
      { kind: 'erase', customerId: 'C1', tombstone: 'hash of C1' },
      clock,
    )) as { removed: object };
    expect(removed).toMatchObject({ sessions: 1, objects: ['x.json'] });
    expect(await rows(slow, SESSIONS)).toEqual([]);
    expect(await rows(slow, LEDGER)).toEqual([[1, 0, 0, 1]]);
  });

  it('load again what the other one has dropped with all that a killed write may have left', async () => {
    const [slow, quick] = await twoWarehouses();
    before('CREATE OR REPLACE TABLE scratch_', () =>
      quick.replace({ kind: 'erase', customerId: 'C9', tombstone: 'hash of C9' }, clock),
    );
    await slow.commit({ batches: [stagedBatch('x.json', '1', [onDay(1)])] }, clock);
    expect(await rows(slow, SESSIONS)).toEqual([['S', 'x.json']]);
  });

  it('give up with nothing stored when the other one is always quicker', async () => {
    const [slow, quick] = await twoWarehouses();
    beforeTransaction(() => quick.commit({ gone: ['y.json'] }, clock), 5);
    await expect(
      slow.commit({ batches: [stagedBatch('x.json', '1', [onDay(1)])] }, clock),
    ).rejects.toMatchObject({ code: 'warehouse_moved', hint: expect.stringContaining('Nothing') });
    expect(await slow.ledger()).toEqual([]);
  });
});

describe('an erasure from elsewhere', () => {
  const staged = async (): Promise<{ world: World; loader: Loader; erase: () => Promise<unknown> }> => {
    const world = await openWorld();
    await world.warehouse.migrate();
    const { store, staging, config, warehouse } = world;
    const records = ['GOES', 'STAYS'].map((customer_id) =>
      sessionRecord({ session_id: customer_id, customer_id }),
    );
    const version = await store.put('a.json', JSON.stringify(records));
    await stageObject(version, { store, staging, config, clock: systemClock });
    const place = bigQueryPlaceOf(config.warehouseFile);
    if (place === null) throw new Error('The world has no dataset.');
    const laptop = await openWarehouse(place);
    const erase = async () => {
      const { tombstoneKey } = await laptop.keeping();
      const tombstone = tombstoneOf('GOES', tombstoneKey);
      return laptop.replace({ kind: 'erase', customerId: 'GOES', tombstone }, systemClock);
    };
    const loader = new Loader({ store, warehouse, config, clock: systemClock, log: silentLog });
    return { world, loader, erase };
  };

  it('that falls into a tick is not undone by it, nor by the next', async () => {
    const { world, loader, erase } = await staged();
    beforeTransaction(erase);
    await expect(tick(loader, world.staging)).rejects.toMatchObject({ code: 'keeping_moved' });
    expect(await tick(loader, world.staging)).toMatchObject({ staged: 1, restaged: 1, sessions: 1 });
    await sweep(loader);
    expect(await rows(world.warehouse, SESSIONS)).toEqual([['STAYS', 'a.json']]);
    await loader.close();
  });

  it('that falls into a tick is not undone, though somebody asks meanwhile what is kept out', async () => {
    const { world, loader, erase } = await staged();
    const { ledger } = world.warehouse;
    const spy = vi.spyOn(world.warehouse, 'ledger').mockImplementation(async (...args) => {
      spy.mockRestore();
      await erase();
      await world.warehouse.keeping();
      return ledger.apply(world.warehouse, args);
    });
    await expect(tick(loader, world.staging)).rejects.toMatchObject({ code: 'keeping_moved' });
    expect(await rows(world.warehouse, SESSIONS)).toEqual([]);
    expect(await tick(loader, world.staging)).toMatchObject({ restaged: 1, sessions: 1 });
    expect(await rows(world.warehouse, SESSIONS)).toEqual([['STAYS', 'a.json']]);
    await loader.close();
  });

  it('that falls into a sweep has its files read again', async () => {
    const { world, loader, erase } = await staged();
    let isErased = false;
    const { commit } = world.warehouse;
    vi.spyOn(world.warehouse, 'commit').mockImplementation(async (...args) => {
      const hasBatches = args[0].waiting === undefined && args[0].gone === undefined;
      if (hasBatches && !isErased) {
        isErased = true;
        await erase();
      }
      return commit.apply(world.warehouse, args);
    });
    expect(await sweep(loader)).toMatchObject({ objectsLoaded: 1, sessions: 1 });
    expect(isErased).toBe(true);
    expect(await rows(world.warehouse, SESSIONS)).toEqual([['STAYS', 'a.json']]);
    await loader.close();
  });
});
