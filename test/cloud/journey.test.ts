import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/registry.ts';
import { openLocalStore } from '../../src/store/local.ts';
import { listAll, type ObjectVersion } from '../../src/store/store.ts';
import { contentOf } from '../ports/warehouse.ts';
import { startServer } from '../server/harness.ts';
import { sessionRecord } from '../support/session.ts';
import { TELLING_MODULES } from '../support/telling-modules.ts';
import { tempDir } from '../support/temp-dir.ts';
import { simulatedMonth } from './month.ts';
import { cleanRebuild, eventOf, type Instance, openWorld, startInstance, type World } from './world.ts';

const same = async (world: World) => {
  const clean = await cleanRebuild(world);
  const [one, other] = [await contentOf(world.warehouse), await contentOf(clean)];
  await clean.close();
  expect(JSON.parse(one)).toEqual(JSON.parse(other));
};

describe('from the bucket to the dashboard', () => {
  const modules = join(tempDir(), 'modules.txt');
  let world: World;
  let staging: Instance;
  let committer: Instance;
  beforeAll(async () => {
    world = await openWorld();
    const telling = { NODE_OPTIONS: `--import=${TELLING_MODULES}`, LOADED_MODULES: modules };
    [staging, committer] = await Promise.all([
      startInstance('function', { ...world, env: { ...world.env, ...telling } }),
      startInstance('committer', world),
    ]);
  });
  afterAll(() => Promise.all([staging.kill(), committer.kill()]));

  const send = async (version: ObjectVersion) => {
    const { headers, body } = eventOf(world.bucket, version);
    return (await staging.post('/', body, headers)).status;
  };
  const tick = async () => {
    const { status, text } = await committer.post('/tick', {});
    expect(status, text).toBe(200);
    return JSON.parse(text);
  };

  it('shows the numbers of the files that landed, whatever order and however often their events come', async () => {
    const month = openLocalStore((await simulatedMonth(300)).bucket);
    const versions: ObjectVersion[] = [];
    for await (const file of listAll(month)) {
      versions.push(await world.store.put(file.object, await month.read(file)));
      if (versions.length >= 24) break;
    }
    // The newest first, every third one twice, two at a time.
    const events = versions
      .flatMap((version, index) => (index % 3 === 0 ? [version, version] : [version]))
      .reverse();
    for (let at = 0; at < events.length; at += 2)
      expect(await Promise.all(events.slice(at, at + 2).map(send))).toEqual(
        events.slice(at, at + 2).map(() => 204),
      );
    expect(await tick()).toMatchObject({ staged: versions.length, objects: versions.length, late: 0 });
    await same(world);
    const clean = await cleanRebuild(world);
    const [one, other] = await Promise.all(
      [world.warehouse, clean].map((warehouse) => startServer([], { warehouse })),
    );
    const question = { metrics: METRICS.map(({ name }) => name), by: ['topic_type'] };
    const [cloud, local] = [
      await one?.post('/api/query', question),
      await other?.post('/api/query', question),
    ];
    expect(cloud?.status).toBe(200);
    const withoutVersion = (body: unknown) => ({ ...(body as object), dataVersion: null });
    expect(withoutVersion(cloud?.body)).toEqual(withoutVersion(local?.body));
    await Promise.all([one?.close(), other?.close()]);
    await clean.close();
  });

  it('takes the newest generation of an object that is overwritten, in whatever order the events come', async () => {
    const file = (id: string) => JSON.stringify([sessionRecord({ session_id: id })]);
    const older = await world.store.put('again.json', file('AGAIN-1'));
    expect(await send(older)).toBe(204);
    const newer = await world.store.put('again.json', file('AGAIN-2'));
    expect(await send(newer)).toBe(204);
    expect(await send(older)).toBe(204);
    expect(await tick()).toMatchObject({ staged: 2, objects: 1, late: 1 });
    await same(world);
    // The same bytes once more: nothing is loaded again.
    expect(await send(await world.store.put('again.json', file('AGAIN-2')))).toBe(204);
    expect(await tick()).toMatchObject({ staged: 1, objects: 0, unchanged: 1 });
    await same(world);
    expect((await world.staging.list()).objects.map(({ object }) => object)).toEqual(['keeping.json']);
  });

  it('stages without DuckDB and without BigQuery', () => {
    const loaded = readFileSync(modules, 'utf8').split('\n');
    expect(loaded.some((url) => url.includes('@google-cloud/storage'))).toBe(true);
    expect(loaded.filter((url) => /duckdb|bigquery|\/server\/|\/metrics\//.test(url))).toEqual([]);
  });

  it('finds by a sweep what no event told of, and what is gone', async () => {
    await world.store.put('silent.json', JSON.stringify([sessionRecord({ session_id: 'SILENT' })]));
    await world.store.remove('again.json');
    const { status, text } = await committer.post('/sweep', {});
    expect(status, text).toBe(200);
    expect(JSON.parse(text).swept).toMatchObject({ objectsLoaded: 1, objectsGone: 1 });
    const states = (await world.warehouse.ledger(['silent.json', 'again.json'])).map(({ object, state }) => [
      object,
      state,
    ]);
    expect(states).toEqual([
      ['again.json', 'gone'],
      ['silent.json', 'loaded'],
    ]);
  });

  it('stages what can not be read as quarantined, and answers that it is done', async () => {
    const version = await world.store.put('broken.json', '{"session_id": "half');
    expect(await send(version)).toBe(204);
    expect(await tick()).toMatchObject({ staged: 1, objects: 1, sessions: 0 });
    expect(await world.warehouse.ledger(['broken.json'])).toMatchObject([{ state: 'quarantined' }]);
  });

  it('keeps an erased customer out, also of what was staged before', async () => {
    const records = [
      sessionRecord({ session_id: 'E1', customer_id: 'GOES' }),
      sessionRecord({ session_id: 'E2' }),
    ];
    const version = await world.store.put('erased.json', JSON.stringify(records));
    expect(await send(version)).toBe(204);
    const { tombstoneKey } = await world.warehouse.keeping();
    const { tombstoneOf } = await import('../../src/ingest/pseudonym.ts');
    const tombstone = tombstoneOf('GOES', tombstoneKey);
    await world.warehouse.replace(
      { kind: 'erase', customerId: 'GOES', tombstone },
      { now: () => new Date() },
    );
    expect(await tick()).toMatchObject({ staged: 1, objects: 0, restaged: 1 });
    const rows = await world.warehouse.query({
      sql: "SELECT session_id FROM raw_session_data WHERE source_file = 'erased.json'",
      params: [],
    });
    expect(rows).toEqual([{ session_id: 'E2' }]);
  });

  const finalized = eventOf('bucket', { object: 'a.json', generation: '1', sizeBytes: 1 });
  it.each([
    ['a plain POST', {}, { bucket: 'b', name: 'ivr/a.json', generation: '1' }],
    ['another bucket', finalized.headers, { ...finalized.body, bucket: 'another' }],
    ['no generation', finalized.headers, { ...finalized.body, bucket: 'OWN', generation: undefined }],
    ['generations', finalized.headers, { ...finalized.body, bucket: 'OWN', generation: ['5'] }],
    [
      'a generation that no number holds',
      finalized.headers,
      { ...finalized.body, bucket: 'OWN', generation: 2 ** 60 },
    ],
    [
      'another type',
      { ...finalized.headers, 'ce-type': 'google.cloud.storage.object.v1.deleted' },
      finalized.body,
    ],
    ['a body that is no object', finalized.headers, []],
  ])('refuses %s', async (_, headers, body) => {
    const own = JSON.parse(JSON.stringify(body).replace('"OWN"', JSON.stringify(world.bucket)));
    const { status, text } = await staging.post('/', own, headers);
    expect(status).toBe(400);
    expect(JSON.parse(text).error.code).toBe('bad_event');
  });

  it('has nothing to do for objects outside of its prefix and for those that are gone', async () => {
    const gone = eventOf(world.bucket, { object: 'nowhere.json', generation: '7', sizeBytes: 1 });
    expect((await staging.post('/', gone.body, gone.headers)).status).toBe(204);
    expect((await staging.post('/', { ...gone.body, name: 'other/a.json' }, gone.headers)).status).toBe(204);
    expect((await world.staging.list({ prefix: 'manifests/' })).objects).toEqual([]);
  });
});
