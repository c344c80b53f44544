import { describe, expect, it } from 'vitest';
import { contentOf } from '../ports/warehouse.ts';
import { sessionRecord } from '../support/session.ts';
import { cleanRebuild, eventOf, openWorld, startInstance, type World } from './world.ts';

/** The transaction of the emulator is no proof of BigQuery's: what is shown is that doing it again is safe. */
const FUNCTION_POINTS = [
  'read',
  'parsed',
  'staged',
  'batch_uploaded',
  'manifest_written',
  'event_acknowledged',
];
const COMMITTER_POINTS = [
  'listed',
  'commit_begun',
  'rows_loaded',
  'before_commit',
  'after_commit',
  'manifest_removed',
];

async function expectSame(world: World): Promise<void> {
  const clean = await cleanRebuild(world);
  const [one, other] = [await contentOf(world.warehouse), await contentOf(clean)];
  await clean.close();
  expect(JSON.parse(one)).toEqual(JSON.parse(other));
}

const DIED = { status: 0, text: '' };
const file = (...ids: string[]) => JSON.stringify(ids.map((session_id) => sessionRecord({ session_id })));

describe('kill -9', () => {
  it('of the function between any two steps loses nothing and doubles nothing', async () => {
    const world = await openWorld();
    for (const [index, point] of FUNCTION_POINTS.entries()) {
      const version = await world.store.put(`${index}.json`, file(`S${index}`, 'SHARED'));
      const { body, headers } = eventOf(world.bucket, version);
      const dying = await startInstance('function', world, `${point}:1`);
      expect(await dying.post('/', body, headers).catch(() => DIED), point).toBe(DIED);
      await dying.kill();
    }
    // Unanswered events come again.
    const living = await startInstance('function', world);
    for (let index = 0; index < FUNCTION_POINTS.length; index++) {
      const version = await world.store.find(`${index}.json`);
      if (!version) throw new Error('The object went away.');
      const { body, headers } = eventOf(world.bucket, version);
      expect((await living.post('/', body, headers)).status).toBe(204);
    }
    await living.kill();
    const committer = await startInstance('committer', world);
    expect(JSON.parse((await committer.post('/tick', {})).text)).toMatchObject({ staged: 6, objects: 6 });
    await committer.kill();
    await expectSame(world);
  });

  it('of the committer between any two steps loses nothing and doubles nothing', async () => {
    const world = await openWorld();
    const staging = await startInstance('function', world);
    const stage = async (name: string, text: string) => {
      const { body, headers } = eventOf(world.bucket, await world.store.put(name, text));
      expect((await staging.post('/', body, headers)).status).toBe(204);
    };
    await stage('first.json', file('S', 'SHARED'));
    for (const point of COMMITTER_POINTS) {
      await stage(`${point}.json`, file(point, 'SHARED'));
      await stage('first.json', file('S', point));
      const dying = await startInstance('committer', world, `${point}:1`);
      expect(await dying.post('/tick', {}).catch(() => DIED), point).toBe(DIED);
      await dying.kill();
    }
    await staging.kill();
    const committer = await startInstance('committer', world);
    const { status, text } = await committer.post('/tick', {});
    expect(status, text).toBe(200);
    await committer.kill();
    await expectSame(world);
    expect((await world.staging.list({ prefix: 'manifests/' })).objects).toEqual([]);
  });
});
