import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import { rebuildLines } from '../../src/cli/rebuild-text.ts';
import { RULES_VERSION } from '../../src/contract/rules.ts';
import { fingerprintOf } from '../../src/ingest/fingerprint.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { stageOptionsOf } from '../../src/ingest/stage-options.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { Upkeep } from '../../src/ingest/upkeep.ts';
import type { DataTableAnswer, Status } from '../../src/server/api.ts';
import { openLocalStore } from '../../src/store/local.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { sessionRecord } from '../support/session.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type Harness, startServer, TOKEN } from './harness.ts';
import { expectPublished } from './published.ts';

let clock = fixedClock('2025-02-01T12:00:00Z');
const OWNER = { authorization: `Bearer ${TOKEN}` };

interface House extends Harness {
  readonly bucket: string;
  readonly loader: Loader;
}

/** A server with a bucket and everything that loads from it. */
async function houseAt(dir: string, env: NodeJS.ProcessEnv = {}, settings = {}): Promise<House> {
  const config = loadConfig({ data: dir, workers: '0', ...settings }, env);
  mkdirSync(config.bucket, { recursive: true });
  const warehouse = await openDuckDbWarehouse(config.warehouseFile);
  await warehouse.migrate();
  const store = openLocalStore(config.bucket);
  const loader = new Loader({ store, warehouse, config, clock, log: silentLog });
  const openFresh = async (file: string): Promise<Warehouse> => {
    const fresh = await openDuckDbWarehouse(file);
    await fresh.migrate();
    return fresh;
  };
  const harness = await startServer([], {
    warehouse,
    config,
    store,
    upkeep: new Upkeep(loader, openFresh),
    staging: { rulesVersion: RULES_VERSION, settings: fingerprintOf(stageOptionsOf(config)) },
    ingest: (run) => sweep(loader, run),
  });
  const close = async () => {
    await harness.close();
    await warehouse.close();
  };
  return { ...harness, warehouse, bucket: config.bucket, loader, close };
}

let dir: string;
let house: House;
beforeEach(async () => {
  dir = tempDir();
  clock = fixedClock('2025-02-01T12:00:00Z');
  house = await houseAt(dir);
});
afterEach(() => house.close());

const put = (name: string, ...sessions: unknown[]) =>
  writeFileSync(join(house.bucket, name), JSON.stringify(sessions));
const call = (session_id: string, customer_id: string, more = {}) =>
  sessionRecord({ session_id, customer_id, ...more });
async function rows(sql: string): Promise<unknown[][]> {
  return (await house.warehouse.query({ sql, params: [] })).map((row) => Object.values(row));
}
const sessions = () => rows('SELECT session_id FROM raw_session_data ORDER BY 1');
const load = async () => {
  await house.loader.context.warehouse.version();
  return sweep(house.loader);
};
async function reportOf(path: string, body: object = {}) {
  const { text } = await house.post(path, body, OWNER);
  const last = text.trim().split('\n').at(-1) ?? '';
  return JSON.parse(last);
}

describe('erasing a customer', () => {
  it('removes sessions, turns, profile and quarantine, names the objects, and lets nothing back in', async () => {
    put('a.json', call('S1', 'C1'), call('S2', 'C2'), {
      ...call('S3', ' C1 '),
      call_end_time: '2020-01-01T00:00:00Z',
    });
    put('b.json', call('S4', 'C1'));
    await load();
    expect(await rows('SELECT customer_id FROM quarantine')).toEqual([['C1']]);
    const { body } = await house.post('/api/erase', { customerId: 'C1' }, OWNER);
    expect(body).toMatchObject({
      removed: { sessions: 2, quarantined: 1, objects: ['a.json', 'b.json'] },
    });
    await expectPublished(house, 'post', '/api/erase', body);
    expect(await sessions()).toEqual([['S2']]);
    expect(await rows('SELECT customer_id FROM customer_data')).toEqual([['C2']]);
    put('b.json', call('S4', 'C1'), call('S5', 'C3'));
    put('c.json', call('S6', 'C1'));
    await load();
    await house.post('/api/quarantine/retry', {}, OWNER);
    expect(await sessions()).toEqual([['S2'], ['S5']]);
    expect(await reportOf('/api/rebuild')).toMatchObject({ report: { rewrite: { adopted: true } } });
    expect(await sessions()).toEqual([['S2'], ['S5']]);
    const status = (await house.get('/api/status')).body;
    expect(status).toMatchObject({
      erasedCustomers: 1,
      records: { in: 6, loaded: 2, duplicate: 0, quarantined: 0, erased: 4, expired: 0 },
    });
    const ledger = (await house.post('/api/data-tables', { table: 'ledger' })).body as DataTableAnswer;
    const records = ledger.rows.filter(([of]) => of === 'records').map(([, , number]) => Number(number));
    expect(records.at(-1)).toBe(6);
    expect(records.slice(0, -1).reduce((sum, number) => sum + number, 0)).toBe(6);
    await expectPublished(house, 'get', '/api/status', status);
  });

  it('names every object of the bucket that holds the customer, whatever became of the record', async () => {
    put('replaced.json', call('S1', 'C1'), call('S1', 'C2'));
    writeFileSync(join(house.bucket, 'broken.json'), '[{"session_id":"S2", "customer_id" : " C1 ", "conv');
    writeFileSync(join(house.bucket, 'cut.json'), '{"session_id":"S3","customer_id":"C1');
    writeFileSync(join(house.bucket, 'escaped.json'), '{"session_id":"S4","customer_id":"\\u00431"}');
    writeFileSync(join(house.bucket, 'packed.json.gz'), gzipSync(JSON.stringify(call('S5', 'C1'))));
    writeFileSync(
      join(house.bucket, 'corrupt.json.gz'),
      Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    );
    put('other.json', call('S6', 'C10'), call('S7', 'XC1'), { ...call('S8', 'C3'), topic_name: 'C1' });
    await load();
    put('unread.json', call('S9', 'C1'));
    const objects = ['broken', 'cut', 'escaped', 'packed', 'replaced', 'unread'].map(
      (name) => `${name}.json${name === 'packed' ? '.gz' : ''}`,
    );
    for (const again of ['first', 'second']) {
      const { body } = await house.post('/api/erase', { customerId: 'C1' }, OWNER);
      expect(body, again).toMatchObject({ removed: { objects }, unsearched: ['corrupt.json.gz'] });
    }
    await load();
    const { body } = await house.post('/api/erase', { customerId: 'C1' }, OWNER);
    expect(body).toMatchObject({ removed: { sessions: 0, objects } });
    expect(await sessions()).toEqual([['S1'], ['S6'], ['S7'], ['S8']]);
  });

  it('needs the token, a customer, and somebody in particular', async () => {
    expect((await house.post('/api/erase', { customerId: 'C1' })).status).toBe(403);
    expect((await house.post('/api/erase', {}, OWNER)).status).toBe(400);
    expect((await house.post('/api/erase', { customerId: 'anonymous' }, OWNER)).body).toMatchObject({
      error: { code: 'no_customer' },
    });
  });
});

describe('retention', () => {
  it('removes what began before, keeps it out, and never goes back', async () => {
    const old = { call_start_time: '2024-01-05T10:00:00Z', call_end_time: '2024-01-05T10:01:00Z' };
    const broken = call('S4', 'C4', { ...old, call_end_time: '2020-01-01T00:00:00Z' });
    put('a.json', call('S1', 'C1', old), call('S2', 'C2'), broken, 7);
    await load();
    const answer = await house.post('/api/retain', { from: '2024-06-01T00:00:00Z' }, OWNER);
    expect(answer.body).toMatchObject({
      kind: 'retain',
      removed: { sessions: 1, quarantined: 1, undated: 1, objects: ['a.json'] },
    });
    await expectPublished(house, 'post', '/api/retain', answer.body);
    put('b.json', call('S3', 'C3', old), broken);
    await load();
    const earlier = await house.post('/api/retain', { from: '2020-01-01T00:00:00Z' }, OWNER);
    expect(earlier.body).toMatchObject({ retainedFrom: '2024-06-01T00:00:00.000Z' });
    expect(await sessions()).toEqual([['S2']]);
    expect((await house.get('/api/status')).body).toMatchObject({
      retainFrom: '2024-06-01T00:00:00.000Z',
      records: { in: 6, loaded: 1, quarantined: 1, expired: 4 },
    });
    expect(await reportOf('/api/rebuild')).toMatchObject({ report: { rewrite: { adopted: true } } });
    expect(await rows('SELECT object, reason FROM quarantine')).toEqual([['a.json', 'not_an_object']]);
  });
});

describe('a rebuild', () => {
  it('is equal while rules and settings are, and keeps what is gone from the bucket', async () => {
    put('a.json', call('S1', 'C1'));
    put('b.json', call('S2', 'C2'), 42);
    await load();
    const { report } = await reportOf('/api/rebuild');
    expect(report).toMatchObject({
      ingest: { sessions: 2, quarantined: 1 },
      rewrite: { adopted: true, carried: 0, differences: { changed: 0, byRule: {} } },
    });
    expect(await sessions()).toEqual([['S1'], ['S2']]);
  });

  it('differs under other settings, says how, and takes effect when it is accepted', async () => {
    put('a.json', call('S1', 'C1', { call_start_time: '2025-01-06 10:00:00', call_end_time: null }));
    await load();
    await house.close();
    house = await houseAt(dir, {}, { feedTimeZone: 'UTC,a=America/New_York' });
    expect((await house.get('/api/status')).body).toMatchObject({ stagedOtherwise: 1 });
    const { report } = await reportOf('/api/rebuild');
    expect(report.rewrite).toMatchObject({ adopted: false, differences: { changed: 1 } });
    expect(report.rewrite.differences.byField).toHaveProperty('call_start_time', 1);
    const started = 'SELECT call_start_time FROM raw_session_data';
    expect(await rows(started)).toEqual([['2025-01-06T10:00:00.000Z']]);
    await reportOf('/api/rebuild', { accept: true });
    expect(await rows(started)).toEqual([['2025-01-06T15:00:00.000Z']]);
    expect((await house.get('/api/status')).body).toMatchObject({ stagedOtherwise: 0 });
  });

  it('says how many calls it carries over with less redacted than now, and how to be rid of them', async () => {
    await house.close();
    house = await houseAt(dir, {}, { redact: 'phone' });
    put('a.json', call('S1', 'C1'), call('S2', 'C2'));
    put('b.json', call('S3', 'C3'));
    await load();
    rmSync(join(house.bucket, 'a.json'));
    await load();
    expect((await reportOf('/api/rebuild')).report.rewrite).toMatchObject({
      carried: 2,
      carriedUnredacted: 0,
    });
    await house.close();
    house = await houseAt(dir);
    const accepted = { accept: true };
    const { report } = await reportOf('/api/rebuild', accepted);
    expect(report.rewrite).toMatchObject({ carried: 2, carriedUnredacted: 2 });
    expect(rebuildLines(report).join('\n')).toContain('2 of these were stored with less redacted');
    await reportOf('/api/rebuild', { ...accepted, dropGone: true });
    expect(await sessions()).toEqual([['S3']]);
    expect((await house.get('/api/status')).body).toMatchObject({
      files: { seen: 2, loaded: 1, gone: 1 },
      records: { in: 1, loaded: 1 },
    });
  });

  it('under a key turns ids into pseudonyms; without the key nothing more is loaded', async () => {
    put('a.json', call('S1', 'C1'), call('S2', ' C2 '));
    put('gone.json', call('S4', ' C1 '), call('S5', 'C3 '), { ...call('S6', 'C2'), conversation: 7 });
    await load();
    rmSync(join(house.bucket, 'gone.json'));
    await load();
    await house.close();
    house = await houseAt(dir, { EARSHOT_CUSTOMER_KEY: 'a secret of the company' });
    put('b.json', call('S3', 'C1'));
    await expect(load()).rejects.toMatchObject({ code: 'customer_key_differs' });
    await reportOf('/api/rebuild', { accept: true });
    const ids = await rows('SELECT session_id, customer_id FROM raw_session_data ORDER BY 1');
    const pseudonym = expect.stringMatching(/^[0-9a-f]{32}$/);
    expect(ids.map(([, id]) => id)).toEqual([ids[0]?.[1], pseudonym, ids[0]?.[1], ids[0]?.[1], pseudonym]);
    const everything = JSON.stringify([
      await rows('SELECT CAST(to_json(v) AS VARCHAR) FROM session_version v'),
      await rows('SELECT CAST(to_json(q) AS VARCHAR) FROM quarantine q'),
    ]);
    expect(everything).toContain('gone.json');
    expect(everything).not.toMatch(/C1|C2|C3|a secret/);
    const file = readFileSync(join(dir, 'warehouse.duckdb'));
    for (const id of [' C1 ', 'C3 ']) expect(file.includes(id), id).toBe(false);
    expect((await house.post('/api/erase', { customerId: 'C1' }, OWNER)).body).toMatchObject({
      removed: { sessions: 3 },
    });
  });
});

describe('quarantine', () => {
  beforeEach(async () => {
    put('a.json', call('S1', 'C1'), { session_id: 'S2', note: 'my card is 4111 1111 1111 1111' }, 7);
    writeFileSync(join(house.bucket, 'b.json'), 'not JSON at all, mail me at jo@example.com');
    await load();
  });

  it('lists page by page, by object and reason', async () => {
    const { body } = await house.get('/api/quarantine?limit=2');
    await expectPublished(house, 'get', '/api/quarantine', body);
    const { records, total, next } = body as { records: unknown[]; total: number; next: string };
    expect(records).toMatchObject([
      { object: 'a.json', position: 2, session_id: 'S2', reason: 'start_missing', dropped: false },
      { object: 'a.json', position: 3, reason: 'not_an_object' },
    ]);
    expect(total).toBe(3);
    const more = await house.get(`/api/quarantine?limit=2&after=${encodeURIComponent(next)}`);
    expect(more.body).toMatchObject({
      records: [{ object: 'b.json', reason: 'not_json' }],
      total: null,
      next: null,
    });
    await expectPublished(house, 'get', '/api/quarantine', more.body);
    expect((await house.get('/api/quarantine?reason=not_json')).body).toMatchObject({ total: 1 });
    expect((await house.get('/api/quarantine?after=x')).body).toMatchObject({
      error: { code: 'bad_cursor' },
    });
  });

  it('shows a record as the bucket holds it, redacted, to the owner alone', async () => {
    const path = '/api/quarantine/record?object=a.json&position=2';
    expect((await house.get(path)).status).toBe(403);
    const shown = await house.get(path, OWNER);
    expect(shown.body).toMatchObject({ text: expect.stringContaining('[CARD]') });
    expect(shown.text).not.toContain('4111');
    const broken = await house.get('/api/quarantine/record?object=b.json&position=1', OWNER);
    expect(broken.body).toMatchObject({ text: expect.stringContaining('not JSON at all') });
    expect(broken.text).not.toContain('jo@example.com');
    put('a.json', call('S1', 'C1'));
    expect((await house.get(path, OWNER)).body).toMatchObject({ text: null });
  });

  it('shows of a broken array its broken stretch alone, and under a key no raw id', async () => {
    await house.close();
    house = await houseAt(join(dir, 'keyed'), { EARSHOT_CUSTOMER_KEY: 'a secret of the company' });
    const neighbour = JSON.stringify(call('S1', 'HEALTHY-1', { topic_name: 'x'.repeat(5000) }));
    const broken = '{"session_id":"S2","customer_id":"BROKEN-2","note":"BROKEN-2 called" "oops"}';
    writeFileSync(join(house.bucket, 'b.json'), `[${neighbour},${broken},${neighbour}]`);
    await load();
    const [[position] = []] = await rows('SELECT position FROM quarantine');
    const shown = await house.get(`/api/quarantine/record?object=b.json&position=${position}`, OWNER);
    expect((shown.body as { text: string }).text).toBe(
      '{"session_id":"S2","customer_id":"[ID]","note":"[ID] called" "oops"}',
    );
    await house.post('/api/erase', { customerId: 'BROKEN-2' }, OWNER);
    const erased = await house.get(`/api/quarantine/record?object=b.json&position=${position}`, OWNER);
    expect(erased.body).toMatchObject({ text: expect.stringContaining('who was erased') });
  });

  it('drops what a person has decided on: counted still, and shown no more', async () => {
    const { body } = await house.get('/api/quarantine');
    const { records } = body as { records: { object: string; generation: string; position: number }[] };
    const places = records
      .slice(0, 2)
      .map(({ object, generation, position }) => ({ object, generation, position }));
    expect((await house.post('/api/quarantine/drop', { records: places }, OWNER)).body).toEqual({
      dropped: 2,
    });
    expect((await house.post('/api/quarantine/drop', { records: places }, OWNER)).body).toEqual({
      dropped: 0,
    });
    expect((await house.get('/api/quarantine')).body).toMatchObject({ total: 1 });
    expect((await house.get('/api/quarantine?dropped=true')).body).toMatchObject({ total: 3 });
    expect((await house.get('/api/status')).body).toMatchObject({
      quarantineDropped: 2,
      records: { quarantined: 3 },
    });
  });

  const retry = (body = {}) => house.post('/api/quarantine/retry', body, OWNER);

  it('reads a mended file again, as the bucket holds it now', async () => {
    put('b.json', call('S9', 'C9'));
    const { body } = await retry({ objects: ['b.json'] });
    expect(body).toEqual({ objects: 1, before: 1, after: 0, unread: [] });
    expect(await sessions()).toEqual([['S1'], ['S9']]);
    expect(await load()).toMatchObject({ objectsLoaded: 0 });
    const again = await retry();
    expect(again.body).toEqual({ objects: 1, before: 2, after: 2, unread: [] });
    await expectPublished(house, 'post', '/api/quarantine/retry', again.body);
    expect((await house.get('/api/status')).body).toMatchObject({ files: { loaded: 2, superseded: 1 } });
  });

  it('has nothing to read again, or nothing of that name, or no file any more', async () => {
    expect(await retry({ objects: ['z.json'] })).toMatchObject({
      status: 404,
      body: { error: { code: 'no_such_record' } },
    });
    rmSync(join(house.bucket, 'b.json'));
    expect((await retry({ objects: ['b.json'] })).body).toMatchObject({ after: 1, unread: ['b.json'] });
    for (const name of ['a.json', 'b.json']) put(name, call('S1', 'C1'));
    await load();
    expect((await retry()).body).toEqual({ objects: 0, before: 0, after: 0, unread: [] });
  });

  it('keeps what was dropped from view when the same file is read again, not when another one is', async () => {
    const [[generation] = []] = await rows(`SELECT generation FROM ledger WHERE object = 'a.json'`);
    const place = { object: 'a.json', generation, position: 3 };
    await house.post('/api/quarantine/drop', { records: [place] }, OWNER);
    await retry();
    expect((await house.get('/api/quarantine')).body).toMatchObject({ total: 2 });
    put('a.json', call('S1', 'C1'), 8, 9);
    await retry();
    expect((await house.get('/api/quarantine')).body).toMatchObject({ total: 3 });
    expect((await house.get('/api/status')).body).toMatchObject({ quarantineDropped: 0 });
  });
});

describe('when something new was last loaded', () => {
  const lastLoaded = async () => ((await house.get('/api/status')).body as Status).lastLoaded;
  const setClock = (time: string) => {
    house.loader.context.clock.now = () => new Date(time);
  };

  it('is told by files that were not there before, not by rebuild, retry, a new time or a broken file', async () => {
    const first = '2025-02-01T12:00:00.000Z';
    put('a.json', call('S1', 'C1'), 7);
    await load();
    expect(await lastLoaded()).toBe(first);
    setClock('2025-02-02T12:00:00Z');
    await house.post('/api/quarantine/retry', {}, OWNER);
    await reportOf('/api/rebuild');
    utimesSync(join(house.bucket, 'a.json'), 1_700_000_000, 1_700_000_000);
    writeFileSync(join(house.bucket, 'b.json'), 'not JSON');
    await load();
    expect(await lastLoaded()).toBe(first);
    setClock('2025-02-03T12:00:00Z');
    put('a.json', call('S1', 'C1'), call('S2', 'C1'));
    await load();
    expect(await lastLoaded()).toBe('2025-02-03T12:00:00.000Z');
  });
});

describe('late files', () => {
  it('leave a trace of what they changed in a day that was over', async () => {
    const on = (day: number) => ({
      call_start_time: `2025-01-0${day}T10:00:00Z`,
      call_end_time: `2025-01-0${day}T10:01:00Z`,
    });
    put('a.json', call('S1', 'C1', on(6)), call('S2', 'C2', on(7)));
    await load();
    expect((await house.get('/api/day-changes')).body).toEqual({ changes: [] });
    house.loader.context.clock.now = () => new Date('2025-02-02T12:00:00Z');
    put('late.json', call('S3', 'C3', { ...on(6), resolution_status: 'Escalated' }), call('S4', 'C4', on(8)));
    await load();
    const { body } = await house.get('/api/day-changes');
    await expectPublished(house, 'get', '/api/day-changes', body);
    expect(body).toMatchObject({
      changes: [
        {
          day: '2025-01-06',
          objects: ['late.json'],
          before: { sessions: 1, escalated: 0 },
          after: { sessions: 2, escalated: 1 },
        },
      ],
    });
  });
});

describe('a file that takes the place of another with the same time', () => {
  it('is seen by its size', async () => {
    put('a.json', call('S1', 'C1'));
    utimesSync(join(house.bucket, 'a.json'), 1_700_000_000, 1_700_000_000);
    await load();
    put('a.json', call('S1', 'C1'), call('S2', 'C2'));
    utimesSync(join(house.bucket, 'a.json'), 1_700_000_000, 1_700_000_000);
    await load();
    expect(await sessions()).toEqual([['S1'], ['S2']]);
  });
});
