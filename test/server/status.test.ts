import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StagedBatch } from '../../src/contract/batch.ts';
import type { Catalog, Status } from '../../src/server/api.ts';
import { stagedBatch } from '../support/staged.ts';
import { tempDir } from '../support/temp-dir.ts';
import { clock, type Harness, startServer } from './harness.ts';
import { expectPublished } from './published.ts';

function withQuarantine(batch: StagedBatch, reason: string): StagedBatch {
  const { object, generation } = batch;
  const quarantineFile = join(tempDir(), 'batch.quarantine.ndjson');
  const record = {
    object,
    generation,
    position: 9,
    line: 3,
    session_id: null,
    reason,
    detail: 'It broke off.',
  };
  writeFileSync(quarantineFile, `${JSON.stringify(record)}\n`);
  const { counts } = batch;
  return {
    ...batch,
    quarantineFile,
    counts: {
      ...counts,
      records: counts.records + 3,
      quarantined: 1,
      repeated: 2,
      redactions: { email: 2, phone: 1 },
    },
  };
}

describe('an empty warehouse', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startServer();
  });
  afterAll(() => harness.close());

  it('has a status of zeros', async () => {
    const { body } = await harness.get('/api/status');
    await expectPublished(harness, 'get', '/api/status', body);
    expect(body).toMatchObject({
      dataVersion: 0,
      firstCall: null,
      newestCall: null,
      lastCommit: null,
      files: { seen: 0, waiting: 0, loaded: 0, superseded: 0, quarantined: 0, gone: 0 },
      records: { in: 0, loaded: 0, duplicate: 0, quarantined: 0, erased: 0, expired: 0 },
      customers: 0,
      turns: 0,
      changesByRule: {},
      redactionsByKind: {},
    });
  });

  it('can be asked everything', async () => {
    const { body: catalog } = await harness.get('/api/catalog');
    await expectPublished(harness, 'get', '/api/catalog', catalog);
    const { metrics, dimensions } = catalog as Catalog;
    expect(catalog).toMatchObject({ topicTypes: [], firstCall: null, newestCall: null, timeZone: 'UTC' });
    const all = await harness.post('/api/query', {
      metrics: metrics.map(({ name }) => name),
      compare: 'previous_period',
    });
    expect(all.status).toBe(200);
    await expectPublished(harness, 'post', '/api/query', all.body);
    for (const { name } of dimensions) {
      const { status, body } = await harness.post('/api/query', { metrics: ['sessions'], by: [name] });
      expect([name, status, body]).toMatchObject([name, 200, { rows: [], dataVersion: 0 }]);
    }
    expect((await harness.post('/api/sessions')).body).toEqual({
      sessions: [],
      total: 0,
      nextCursor: null,
      dataVersion: 0,
    });
    expect((await harness.get('/api/sessions/S1')).status).toBe(404);
  });
});

describe('a warehouse with sessions', () => {
  let harness: Harness;
  beforeAll(async () => {
    const change = { turn_number: 1, field: 'text', before: 'a', after: 'b', rule: 'trimmed' as const };
    harness = await startServer([
      withQuarantine(
        stagedBatch('a.json', '1', [
          { session_id: 'S1', changes: [change, { ...change, rule: 'synonym' }] },
          {
            session_id: 'S2',
            customer_id: null,
            topic_type: null,
            call_start_time: '2025-01-02T00:00:00.000Z',
            changes: [change],
          },
        ]),
        'not_json',
      ),
      withQuarantine(stagedBatch('b.json', '1', [{ session_id: 'S1', customer_id: 'C2' }]), 'start_missing'),
    ]);
    await harness.warehouse.commit({ batches: [stagedBatch('c.json', '1', [{ session_id: 'S3' }])] }, clock);
    await harness.warehouse.commit({ gone: ['c.json'] }, clock);
    await harness.warehouse.commit(
      { waiting: [{ object: 'd.json', generation: '4', sizeBytes: 1, seenAt: '2025-02-01T00:00:00.000Z' }] },
      clock,
    );
  });
  afterAll(() => harness.close());

  it('accounts for every file and every record', async () => {
    const status = (await harness.get('/api/status')).body as Status;
    await expectPublished(harness, 'get', '/api/status', status);
    const { files, records } = status;
    expect(files).toEqual({ seen: 4, waiting: 1, loaded: 2, superseded: 0, quarantined: 0, gone: 1 });
    expect(records).toEqual({ in: 10, loaded: 3, duplicate: 5, quarantined: 2, erased: 0, expired: 0 });
    expect(records.in).toBe(records.loaded + records.duplicate + records.quarantined);
    expect(status).toMatchObject({
      dataVersion: 3,
      firstCall: '2025-01-02T00:00:00.000Z',
      newestCall: '2025-01-06T10:00:00.000Z',
      lastCommit: '2025-02-01T12:00:00.000Z',
      customers: 2,
      withheldSessions: 1,
      turns: 3,
      changesByRule: { trimmed: 2, synonym: 1 },
      quarantineByReason: { not_json: 1, start_missing: 1 },
      redactionsByKind: { email: 4, phone: 2 },
    });
  });

  it('lists topic types by sessions, and knows a new extent after a commit', async () => {
    const before = (await harness.get('/api/catalog')).body as Catalog;
    expect(before).toMatchObject({
      topicTypes: ['Billing', null],
      newestCall: '2025-01-06T10:00:00.000Z',
      dataVersion: 3,
    });
    const newest = { session_id: 'S9', call_start_time: '2025-01-31T00:00:00.000Z' };
    await harness.warehouse.commit({ batches: [stagedBatch('e.json', '1', [newest])] }, clock);
    const after = (await harness.get('/api/catalog')).body as Catalog;
    expect(after).toMatchObject({ newestCall: '2025-01-31T00:00:00.000Z', dataVersion: 4 });
    const ahead = { session_id: 'S10', call_start_time: '2099-12-31T00:00:00.000Z' };
    await harness.warehouse.commit({ batches: [stagedBatch('f.json', '1', [ahead])] }, clock);
    const still = (await harness.get('/api/catalog')).body as Catalog;
    expect(still).toMatchObject({ newestCall: '2025-01-31T00:00:00.000Z', dataVersion: 5 });
  });
});
