import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sessionRecord } from '../support/session.ts';
import { startProxy } from './proxy.ts';
import { eventOf, type Instance, openWorld, startInstance, type World } from './world.ts';

const file = (id: string) => JSON.stringify([sessionRecord({ session_id: id })]);

describe('what stays out', () => {
  let world: World;
  let staging: Instance;
  let committer: Instance;
  beforeAll(async () => {
    world = await openWorld();
    [staging, committer] = await Promise.all([
      startInstance('function', world),
      startInstance('committer', world),
    ]);
  });
  afterAll(() => Promise.all([staging.kill(), committer.kill()]));

  const stage = async (name: string) => {
    const { headers, body } = eventOf(world.bucket, await world.store.put(name, file(name)));
    expect((await staging.post('/', body, headers)).status).toBe(204);
  };
  const stateOf = async (name: string) => (await world.warehouse.ledger([name])).map(({ state }) => state);

  it('keeps nothing else out: a batch whose lines are gone is read again, the others are loaded', async () => {
    await stage('bad.json');
    for (const { object } of (await world.staging.list({ prefix: 'batches/' })).objects)
      await world.staging.remove(object);
    await stage('good.json');
    const { status, text } = await committer.post('/tick', {});
    expect(status, text).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ staged: 2, restaged: 1 });
    expect(await stateOf('good.json')).toEqual(['loaded']);
    expect(await stateOf('bad.json')).toEqual(['loaded']);
    await expect
      .poll(() => committer.log())
      .toMatch(/"WARNING","message":"staged batch refused[^\n]*"bad.json"/);
  });

  it('is named in the log, where no store lists such a name', async () => {
    const name = '2025//calls.json';
    const upload = `upload/storage/v1/b/${world.bucket}/o?uploadType=media&name=${encodeURIComponent(`ivr/${name}`)}`;
    const put = await fetch(`${inject('emulators').gcs}/${upload}`, { method: 'POST', body: file('LOST') });
    const { generation } = (await put.json()) as { generation: string };
    const { headers, body } = eventOf(world.bucket, { object: name, generation, sizeBytes: 1 });
    expect((await staging.post('/', body, headers)).status).toBe(204);
    await expect.poll(() => staging.log()).toMatch(/"WARNING","message":"left out[^\n]*"2025\/\/calls.json"/);
    // The emulator keeps objects as files, where one slash is as good as two.
    const hidden = `upload/storage/v1/b/${world.bucket}/o?uploadType=media&name=${encodeURIComponent('ivr/calls.json.tmp')}`;
    await fetch(`${inject('emulators').gcs}/${hidden}`, { method: 'POST', body: '[]' });
    expect((await committer.post('/sweep', {})).status).toBe(200);
    await expect.poll(() => committer.log()).toMatch(/"WARNING","message":"left out[^\n]*"calls.json.tmp"/);
    await expect.poll(() => committer.log()).toMatch(/"message":"swept"[^\n]*"leftOut":1,"objectsWaiting":0/);
  });

  it('is put aside where it is a manifest that nobody can read; the rest is loaded, and the sweep finds its object', async () => {
    await stage('torn.json');
    const [torn] = (await world.staging.list({ prefix: 'manifests/' })).objects;
    if (!torn) throw new Error('Nothing was staged.');
    await world.staging.put(torn.object, '{"object":"torn.json"');
    await world.staging.put('manifests/notes.txt', 'hello');
    await stage('whole.json');
    const { status, text } = await committer.post('/tick', {});
    expect(status, text).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ staged: 1, objects: 1, unreadable: 2, more: false });
    const kept = (await world.staging.list({ prefix: 'unreadable/' })).objects.map(({ object }) => object);
    expect(kept).toEqual(
      [torn.object, 'manifests/notes.txt'].map((name) => name.replace('manifests', 'unreadable')),
    );
    await expect
      .poll(() => committer.log())
      .toMatch(/"WARNING","message":"staged manifest set aside[^\n]*notes.txt/);
    expect((await committer.post('/sweep', {})).status).toBe(200);
    expect(await stateOf('torn.json')).toEqual(['loaded']);
  });

  it('does not keep the function waiting for long, where what is kept out can not be read', async () => {
    await world.staging.put('keeping.json', '{');
    const { headers, body } = eventOf(world.bucket, await world.store.put('k.json', file('K')));
    const refused = await staging.post('/', body, headers);
    expect(refused).toMatchObject({ status: 503, text: expect.stringContaining('keeping_unreadable') });
    expect((await committer.post('/tick', {})).status).toBe(200);
    expect((await staging.post('/', body, headers)).status).toBe(204);
  });

  it('does not keep the sweep from its work when the tick fails', async () => {
    const proxy = await startProxy(inject('emulators').gcs);
    const failing = await startInstance('committer', {
      ...world,
      env: { ...world.env, EARSHOT_STORAGE_ENDPOINT: proxy.url },
    });
    await world.store.put('silent.json', file('SILENT'));
    proxy.traps.push({ path: /manifests/, fault: { kind: 'status', status: 403 }, times: 99 });
    expect((await failing.post('/tick', {})).status).toBe(503);
    expect((await failing.post('/sweep', {})).status).toBe(503);
    expect(await stateOf('silent.json')).toEqual(['loaded']);
    await failing.kill();
    await proxy.close();
  });
});
