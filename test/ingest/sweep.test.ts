import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { openLocalStore } from '../../src/store/local.ts';
import type { Store } from '../../src/store/store.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { contentOf } from '../ports/warehouse.ts';
import { sessionRecord } from '../support/session.ts';
import { tempDir } from '../support/temp-dir.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');

interface House {
  readonly store: Store;
  readonly warehouse: Warehouse;
  run(signal?: AbortSignal): ReturnType<typeof sweep>;
  rows(sql: string): ReturnType<Warehouse['query']>;
}

async function openHouse(store?: Store): Promise<House> {
  const config = loadConfig({ data: tempDir(), workers: '0' }, {});
  mkdirSync(config.bucket, { recursive: true });
  const bucket = store ?? openLocalStore(config.bucket);
  const warehouse = await openDuckDbWarehouse(config.warehouseFile);
  await warehouse.migrate();
  return {
    store: bucket,
    warehouse,
    run: (signal) =>
      sweep(
        new Loader({ store: bucket, warehouse, config, clock, log: silentLog }),
        signal ? { signal } : {},
      ),
    rows: (sql) => warehouse.query({ sql, params: [] }),
  };
}

const file = (...sessions: unknown[]) => JSON.stringify(sessions);
const minute = (n: number) => new Date(Date.UTC(2025, 0, 6, 10, n)).toISOString();

describe('sweep', () => {
  it('loads what is new, says so in a report, and changes nothing the second time', async () => {
    const house = await openHouse();
    await house.store.put(
      '2025/01/06/a.json',
      file(sessionRecord({ session_id: 'S1' }), sessionRecord({ session_id: 'S2' })),
    );
    const report = await house.run();
    expect(report).toMatchObject({
      objectsSeen: 1,
      objectsLoaded: 1,
      records: 2,
      sessions: 2,
      turns: 4,
      quarantined: 0,
      interrupted: false,
    });
    expect(JSON.parse(readFileSync(report.reportFile ?? '', 'utf8'))).toMatchObject({ sessions: 2 });
    const before = await contentOf(house.warehouse);
    const version = await house.warehouse.version();
    expect(await house.run()).toMatchObject({ objectsSeen: 1, objectsLoaded: 0, sessions: 0 });
    expect(await contentOf(house.warehouse)).toBe(before);
    expect(await house.warehouse.version()).toBe(version);
    await house.warehouse.close();
  });

  it('sends a bad record to quarantine with its place and reason, and loads the rest of the file', async () => {
    const house = await openHouse();
    const bad = { ...sessionRecord({ session_id: 'S2' }), call_end_time: '2025-01-06T09:00:00Z' };
    await house.store.put(
      'a.json',
      file(sessionRecord({ session_id: 'S1' }), bad, 42, sessionRecord({ session_id: 'S3' })),
    );
    await house.store.put('b.json', 'this is not JSON');
    await house.store.put('c.json', '');
    expect(await house.run()).toMatchObject({
      objectsLoaded: 1,
      objectsQuarantined: 2,
      records: 6,
      sessions: 2,
      quarantined: 4,
    });
    expect(
      await house.rows(
        'SELECT object, position, session_id, reason FROM quarantine ORDER BY object, position',
      ),
    ).toEqual([
      { object: 'a.json', position: 2, session_id: 'S2', reason: 'end_before_start' },
      { object: 'a.json', position: 3, session_id: null, reason: 'not_an_object' },
      { object: 'b.json', position: 1, session_id: null, reason: 'not_json' },
      { object: 'c.json', position: 1, session_id: null, reason: 'empty_file' },
    ]);
    expect(await house.rows('SELECT object, state FROM ledger ORDER BY object')).toEqual([
      { object: 'a.json', state: 'loaded' },
      { object: 'b.json', state: 'quarantined' },
      { object: 'c.json', state: 'quarantined' },
    ]);
    await house.warehouse.close();
  });

  it('makes the same tables whatever the order in which files come, are overwritten and are swept', async () => {
    const session = fc.record({
      id: fc.integer({ min: 1, max: 4 }),
      end: fc.integer({ min: 1, max: 3 }),
      customer: fc.integer({ min: 1, max: 2 }),
    });
    const puts = fc.array(
      fc.record({
        object: fc.constantFrom('a.json', 'b.json', 'c.json'),
        sessions: fc.array(session, { maxLength: 3 }),
      }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        puts,
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        async (files, sweeps) => {
          const text = (sessions: { id: number; end: number; customer: number }[]) =>
            file(
              ...sessions.map((s) =>
                sessionRecord({
                  session_id: `S${s.id}`,
                  call_end_time: minute(s.end),
                  call_duration_sec: null,
                  customer_id: `C${s.customer}`,
                }),
              ),
            );
          const house = await openHouse();
          for (const [i, { object, sessions }] of files.entries()) {
            await house.store.put(object, text(sessions));
            if (sweeps[i]) await house.run();
          }
          await house.run();
          const clean = await openHouse(house.store);
          await clean.run();
          expect(await contentOf(house.warehouse)).toBe(await contentOf(clean.warehouse));
          const [sums] = await house.rows(`SELECT
          (SELECT sum(records) FROM ledger WHERE state <> 'superseded') AS records,
          (SELECT count(*) FROM session_version WHERE is_current) AS loaded,
          (SELECT count(*) FROM session_version WHERE NOT is_current) + (SELECT sum(repeated) FROM ledger WHERE state <> 'superseded') AS duplicate,
          (SELECT count(*) FROM quarantine) AS quarantined`);
          expect(Number(sums?.records)).toBe(
            Number(sums?.loaded) + Number(sums?.duplicate) + Number(sums?.quarantined),
          );
          await Promise.all([house.warehouse.close(), clean.warehouse.close()]);
        },
      ),
      { numRuns: 15, seed: 7 },
    );
  });

  it('keeps the rows of a deleted file, and takes the file back', async () => {
    const house = await openHouse();
    const text = file(sessionRecord({ session_id: 'S1' }));
    await house.store.put('a.json', text);
    await house.run();
    await house.store.remove('a.json');
    expect(await house.run()).toMatchObject({ objectsSeen: 0, objectsGone: 1 });
    expect(await house.rows('SELECT state FROM ledger')).toEqual([{ state: 'gone' }]);
    expect(await house.rows('SELECT count(*) AS n FROM raw_session_data')).toEqual([{ n: 1 }]);
    await house.store.put('a.json', text);
    expect(await house.run()).toMatchObject({ objectsSeen: 1, objectsUnchanged: 1, objectsLoaded: 0 });
    expect(await house.rows(`SELECT state FROM ledger WHERE state <> 'superseded'`)).toEqual([
      { state: 'loaded' },
    ]);
    await house.warehouse.close();
  });

  it('lets a file that changes between listing and reading wait for the next run', async () => {
    const house = await openHouse();
    await house.store.put('a.json', file(sessionRecord({ session_id: 'S1' })));
    let overwritten = false;
    const racing: Store = {
      label: house.store.label,
      put: (object, bytes) => house.store.put(object, bytes),
      create: (object, bytes) => house.store.create(object, bytes),
      list: (options) => house.store.list(options),
      stream: (version) => house.store.stream(version),
      remove: (object) => house.store.remove(object),
      find: (object) => house.store.find(object),
      read: async (version) => {
        if (!overwritten) {
          overwritten = true;
          await house.store.put('a.json', file(sessionRecord({ session_id: 'S2' })));
        }
        return house.store.read(version);
      },
    };
    const config = loadConfig({ data: tempDir(), workers: '0' }, {});
    const loader = new Loader({ store: racing, warehouse: house.warehouse, config, clock, log: silentLog });
    const first = await sweep(loader);
    expect(first.objectsWaiting).toMatchObject([{ object: 'a.json' }]);
    expect(await house.rows('SELECT state FROM ledger')).toEqual([{ state: 'waiting' }]);
    await sweep(loader);
    expect(await house.rows('SELECT session_id FROM raw_session_data')).toEqual([{ session_id: 'S2' }]);
    await house.warehouse.close();
  });

  it('does not read what is too large, and reads it when the limit allows it and it is written anew', async () => {
    const house = await openHouse();
    const { store, warehouse } = house;
    await store.put('a.json', file(sessionRecord({ session_id: 'S1' })));
    const unread: Store = {
      ...store,
      read: () => expect.fail('read'),
      stream: () => expect.fail('streamed'),
    };
    const config = (maxObjectBytes: string) =>
      loadConfig({ data: tempDir(), workers: '0', maxObjectBytes }, {});
    const context = { warehouse, clock, log: silentLog };
    await sweep(new Loader({ ...context, store: unread, config: config('10') }));
    expect(await house.rows('SELECT state, sha256 FROM ledger')).toEqual([
      { state: 'quarantined', sha256: null },
    ]);
    expect(await house.rows('SELECT reason FROM quarantine')).toEqual([{ reason: 'too_large' }]);
    await store.put('a.json', file(sessionRecord({ session_id: 'S1' })));
    await sweep(new Loader({ ...context, store, config: config('100000') }));
    expect(await house.rows('SELECT session_id FROM raw_session_data')).toEqual([{ session_id: 'S1' }]);
    await warehouse.close();
  });

  it('does nothing in an empty bucket, and says when there is none', async () => {
    const house = await openHouse();
    expect(await house.run()).toMatchObject({ objectsSeen: 0, objectsLoaded: 0, records: 0 });
    const missing = await openHouse(openLocalStore(join(tempDir(), 'missing')));
    await expect(missing.run()).rejects.toMatchObject({ code: 'bucket_missing' });
    await Promise.all([house.warehouse.close(), missing.warehouse.close()]);
  });

  it('says which folder keeps it from staging, and what to do', async () => {
    const house = await openHouse();
    await house.store.put('a.json', file(sessionRecord({ session_id: 'S1' })));
    const config = loadConfig({ data: tempDir(), workers: '0' }, {});
    mkdirSync(join(config.etlDir, '..'), { recursive: true });
    writeFileSync(config.etlDir, 'a file where the folder should be');
    const { store, warehouse } = house;
    await expect(
      sweep(new Loader({ store, warehouse, config, clock, log: silentLog })),
    ).rejects.toMatchObject({
      kind: 'environment',
      code: 'stage_failed',
      message: expect.stringContaining(config.etlDir),
      hint: expect.stringContaining('earshot ingest'),
    });
    await warehouse.close();
  });

  it('ends at a bucket that fails in its middle, with what was staged before committed', async () => {
    const house = await openHouse();
    for (let i = 0; i < 9; i++)
      await house.store.put(`${i}.json`, file(sessionRecord({ session_id: `S${i}` })));
    let reads = 0;
    const failing: Store = {
      ...house.store,
      list: (options) => house.store.list(options),
      read: (version) => {
        reads += 1;
        return reads > 6 ? Promise.reject(new Error('The disk is gone.')) : house.store.read(version);
      },
    };
    const { warehouse } = house;
    for (const portionSessions of [1, 5_000]) {
      const config = loadConfig({ data: tempDir(), workers: '0' }, {});
      const context = { warehouse, config, clock, log: silentLog, portionSessions };
      await expect(sweep(new Loader({ ...context, store: failing }))).rejects.toThrow('The disk is gone.');
    }
    expect(await house.rows(`SELECT count(*) AS n FROM ledger WHERE state = 'loaded'`)).toEqual([{ n: 6 }]);
    expect(await house.rows('SELECT count(*) AS n FROM raw_session_data')).toEqual([{ n: 6 }]);
    await house.run();
    expect(await house.rows('SELECT count(*) AS n FROM raw_session_data')).toEqual([{ n: 9 }]);
    await warehouse.close();
  });

  it('stops at a signal with what it read committed, and the rest waiting for the next run', async () => {
    const house = await openHouse();
    for (let i = 0; i < 20; i++)
      await house.store.put(`${i}.json`, file(sessionRecord({ session_id: `S${i}` })));
    const abort = new AbortController();
    let reads = 0;
    const counting: Store = {
      label: house.store.label,
      put: (object, bytes) => house.store.put(object, bytes),
      create: (object, bytes) => house.store.create(object, bytes),
      list: (options) => house.store.list(options),
      stream: (version) => house.store.stream(version),
      remove: (object) => house.store.remove(object),
      find: (object) => house.store.find(object),
      read: (version) => {
        reads += 1;
        if (reads === 5) abort.abort();
        return house.store.read(version);
      },
    };
    const config = loadConfig({ data: tempDir(), workers: '0' }, {});
    const loader = new Loader({ store: counting, warehouse: house.warehouse, config, clock, log: silentLog });
    const report = await sweep(loader, { signal: abort.signal });
    expect(report.interrupted).toBe(true);
    expect(report.sessions).toBe(reads);
    const rows = await house.rows('SELECT state, count(*) AS n FROM ledger GROUP BY state ORDER BY state');
    expect(rows).toEqual([
      { state: 'loaded', n: reads },
      { state: 'waiting', n: 20 - reads },
    ]);
    expect(await sweep(loader)).toMatchObject({ sessions: 20 - report.sessions, interrupted: false });
    await house.warehouse.close();
  });
});
