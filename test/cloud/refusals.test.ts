import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import type { BigQueryPlace } from '../../src/base/places.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { stagedBatch } from '../support/staged.ts';
import { freshDataset, openWarehouse, PROJECT } from './datasets.ts';
import { type Fault, startProxy, type TrapProxy } from './proxy.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');
const asking = { sql: 'SELECT COUNT(*) AS n FROM session_version', params: [] };

describe('what BigQuery refuses', () => {
  let proxy: TrapProxy;
  let place: BigQueryPlace;
  let warehouse: Warehouse;
  beforeEach(async () => {
    proxy = await startProxy(inject('emulators').rawBigquery);
    place = await freshDataset();
    warehouse = await openWarehouse(place, { endpoint: proxy.url });
  });
  afterEach(() => proxy.close());

  const refuse = (path: RegExp, fault: Omit<Extract<Fault, { kind: 'status' }>, 'kind'>) => {
    proxy.traps = [{ path, fault: { kind: 'status', ...fault }, times: 99 }];
  };

  it('names the dataset that does not exist, and how to make it', async () => {
    const missing = await openWarehouse({ project: PROJECT, dataset: 'not_there' });
    await expect(missing.migrate()).rejects.toMatchObject({
      code: 'dataset_missing',
      message: expect.stringContaining('not_there'),
      hint: expect.stringContaining(`bq mk --dataset --location=EU ${PROJECT}:not_there`),
    });
  });

  it.each([
    ['no_credentials', /./, { status: 401 }],
    ['warehouse_denied', /./, { status: 403, reason: 'accessDenied' }],
    ['project_missing', /./, { status: 404, reason: 'notFound', message: `Not found: Project ${PROJECT}` }],
    [
      'over_budget',
      /\/jobs/,
      {
        status: 400,
        reason: 'bytesBilledLimitExceeded',
        message: 'Query exceeded limit for bytes billed: 1.',
      },
    ],
  ] as const)('says %s with what to do next', async (code, path, fault) => {
    await warehouse.migrate();
    refuse(path, fault);
    await expect(warehouse.query(asking)).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(/\w{3}/),
    });
  });

  it('stores nothing of a commit whose bucket lies elsewhere, and of one that is not allowed', async () => {
    await warehouse.migrate();
    const batch = stagedBatch('a.json', '1', [{ session_id: 'S1' }]);
    const message = 'Cannot read and write in different locations: source: US, destination: EU';
    for (const [code, fault] of [
      ['dataset_elsewhere', { status: 400, reason: 'invalid', message }],
      ['warehouse_denied', { status: 403, reason: 'accessDenied' }],
    ] as const) {
      refuse(/\/jobs(\?|$)/, fault);
      await expect(warehouse.commit({ batches: [batch] }, clock)).rejects.toMatchObject({ code });
      proxy.traps = [];
      expect(await warehouse.ledger()).toEqual([]);
    }
    expect(await warehouse.commit({ batches: [batch] }, clock)).toMatchObject({ objects: 1 });
  });

  it('asks for a staging bucket before it writes anything', async () => {
    const reader = await openWarehouse(place, { staging: null });
    await reader.migrate();
    const batch = stagedBatch('a.json', '1', [{ session_id: 'S1' }]);
    await expect(reader.commit({ batches: [batch] }, clock)).rejects.toMatchObject({
      code: 'no_staging',
      hint: expect.stringContaining('--staging gs://'),
    });
  });

  it('leaves a dataset alone that holds other tables, or a newer layout', async () => {
    const run = async (sql: string) => {
      const answer = await fetch(`${proxy.url}/bigquery/v2/projects/${PROJECT}/queries`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: sql,
          useLegacySql: false,
          defaultDataset: { datasetId: place.dataset },
        }),
      });
      expect(answer.status, await answer.text()).toBe(200);
    };
    await run(`CREATE TABLE ${place.dataset}.orders (id STRING)`);
    await expect(warehouse.migrate()).rejects.toMatchObject({
      code: 'warehouse_foreign',
      message: expect.stringContaining('orders'),
    });
    await run(`DROP TABLE ${place.dataset}.orders`);
    await run(`CREATE TABLE ${place.dataset}.session_version (session_id STRING, is_current STRING)`);
    await expect(warehouse.migrate()).rejects.toMatchObject({
      code: 'warehouse_foreign',
      message: expect.stringContaining('session_version with other columns'),
    });
    await run(`DROP TABLE ${place.dataset}.session_version`);
    await warehouse.migrate();
    await run(`UPDATE ${place.dataset}.meta SET value = '99' WHERE key = 'schema_version'`);
    await expect(warehouse.migrate()).rejects.toMatchObject({ code: 'warehouse_newer' });
  });
});
