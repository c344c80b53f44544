import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import type { BigQueryPlace } from '../../src/base/places.ts';
import { BigQueryClient } from '../../src/warehouse/bigquery/client.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { stagedBatch } from '../support/staged.ts';
import { freshDataset, openWarehouse, PROJECT } from './datasets.ts';
import { startProxy, type Trap, type TrapProxy } from './proxy.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');

describe('jobs of a warehouse', () => {
  let proxy: TrapProxy;
  let place: BigQueryPlace;
  let warehouse: Warehouse;
  beforeEach(async () => {
    proxy = await startProxy(inject('emulators').rawBigquery);
    place = await freshDataset();
    warehouse = await openWarehouse(place, { endpoint: proxy.url });
    await warehouse.migrate();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    return proxy.close();
  });

  const rows = async (sql: string) => warehouse.query({ sql, params: [] });
  /** How many load jobs were asked for, however often. */
  const loads = () => {
    const jobs = proxy.jobs.filter(({ configuration }) => configuration.load);
    return new Set(jobs.map(({ jobReference }) => jobReference.jobId)).size;
  };

  /** The trap lies there once the transaction is asked for. */
  const trapTransaction = (trap: Trap) => {
    const { query } = BigQueryClient.prototype;
    vi.spyOn(BigQueryClient.prototype, 'query').mockImplementation(function (
      this: BigQueryClient,
      ...[sql, params]
    ) {
      if (sql.startsWith('BEGIN TRANSACTION')) proxy.traps = [trap];
      return query.call(this, sql, params);
    });
  };

  it.each<[string, Trap]>([
    ['breaks off', { method: 'POST', path: /\/jobs(\?|$)/, fault: { kind: 'reset_after' } }],
    [
      'fails for longer than one call is tried',
      { method: 'GET', path: /\/queries\//, fault: { kind: 'status', status: 503 }, times: 4 },
    ],
  ])('count an erasure once whose answer %s', async (_, trap) => {
    const calls = ['GOES', 'C2', 'C3'].map((customer_id) => ({ session_id: customer_id, customer_id }));
    await warehouse.commit({ batches: [stagedBatch('a.json', '1', calls)] }, clock);
    const { times: strikes = 1 } = trap;
    trapTransaction(trap);
    const { removed } = (await warehouse.replace(
      { kind: 'erase', customerId: 'GOES', tombstone: 'tomb' },
      clock,
    )) as { removed: object };
    expect(proxy.struck).toHaveLength(strikes);
    expect(removed).toMatchObject({ sessions: 1 });
    expect(await rows('SELECT records, sessions, turns, erased FROM ledger')).toEqual([
      { records: 3, sessions: 2, turns: 2, erased: 1 },
    ]);
    expect(await rows('SELECT kind FROM journal')).toHaveLength(1);
  });

  it('load again what had failed, once its cause is mended', async () => {
    const bucket = join(inject('emulators').root, `late-${place.dataset.slice(-12)}`);
    mkdirSync(bucket);
    const staged = stagedBatch('a.json', '1', [{ session_id: 'S1' }]);
    const batch = { ...staged, versionsFile: `gs://${bucket.split('/').at(-1)}/versions-*.ndjson` };
    await expect(warehouse.commit({ batches: [batch] }, clock)).rejects.toMatchObject({
      code: 'commit_failed',
    });
    writeFileSync(join(bucket, 'versions-1.ndjson'), readFileSync(staged.versionsFile ?? ''));
    expect(await warehouse.commit({ batches: [batch] }, clock)).toMatchObject({ sessions: 1 });
    expect(await rows('SELECT session_id FROM raw_session_data')).toEqual([{ session_id: 'S1' }]);
  });

  it('load once what only lost its answer', async () => {
    const path = /\/jobs(\?|$)/;
    proxy.traps = [{ method: 'POST', path, fault: { kind: 'reset_after' }, times: 4 }];
    await warehouse.commit({ batches: [stagedBatch('a.json', '1', [{ session_id: 'S1' }])] }, clock);
    expect(proxy.struck).toHaveLength(4);
    expect(loads()).toBe(2);
  });

  it('do the same work as often as it comes', async () => {
    for (let n = 1; n <= 7; n++) {
      const batches = [stagedBatch('daily.json', '1', [{ session_id: 'S' }])];
      await warehouse.commit({ batches, again: true }, clock);
      await warehouse.commit({ gone: ['daily.json'] }, clock);
    }
    expect(await warehouse.ledger()).toMatchObject([{ object: 'daily.json', state: 'gone' }]);
    expect(await rows('SELECT session_id FROM raw_session_data')).toHaveLength(1);
  });

  it('leave no table without an end where they are killed, and an erasure leaves none at all', async () => {
    const scratch = async () => {
      const address = `${proxy.url}/bigquery/v2/projects/${PROJECT}/datasets/${place.dataset}/tables`;
      const { tables } = (await (await fetch(`${address}?maxResults=1000`)).json()) as {
        tables: { tableReference: { tableId: string } }[];
      };
      const names = tables.map(({ tableReference }) => tableReference.tableId);
      return names.filter((name) => name.startsWith('scratch_')).sort();
    };
    const batches = [stagedBatch('a.json', '1', [{ session_id: 'S1' }])];
    // Killed when the load was done, and nobody heard of it.
    proxy.traps = [{ method: 'GET', path: /\/jobs\//, fault: { kind: 'status', status: 400 }, times: 99 }];
    await warehouse.commit({ batches }, clock).catch(() => undefined);
    proxy.traps = [];
    const ending = proxy.tables.filter(({ expirationTime }) => Number(expirationTime) > Date.now());
    expect(ending.length).toBeGreaterThan(1);
    const names = new Set(ending.map(({ tableReference }) => tableReference.tableId));
    expect(await scratch()).toEqual([...names].sort());
    await warehouse.replace({ kind: 'erase', customerId: 'C9', tombstone: 'tomb' }, clock);
    expect(await scratch()).toEqual([]);
  });
});
