import { expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { EarshotError } from '../../src/base/errors.ts';
import { jsonLog } from '../../src/base/log.ts';
import { lessAside } from '../../src/cloud/aside.ts';
import type { Manifest } from '../../src/cloud/manifest.ts';
import { settingAside } from '../../src/cloud/setting-aside.ts';
import { stageObject } from '../../src/cloud/stage-object.ts';
import { type TickOptions, tick } from '../../src/cloud/tick.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { openLocalStore } from '../../src/store/local.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Commit, Warehouse } from '../../src/warehouse/warehouse.ts';
import { sessionRecord } from '../support/session.ts';
import { tempDir } from '../support/temp-dir.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');

const INVALID = new EarshotError('environment', 'commit_failed', 'Could not parse it.', {
  cause: new EarshotError('environment', 'warehouse_unavailable', 'Could not parse it.', {
    facts: { reason: 'invalid' },
  }),
});

/** DuckDB's, which takes the parts of a batch by name, and refuses an object's sessions as BigQuery might. */
async function openWarehouse(refused: string | undefined, error: EarshotError): Promise<Warehouse> {
  const warehouse = await openDuckDbWarehouse(':memory:');
  await warehouse.migrate();
  const commit = warehouse.commit.bind(warehouse);
  return Object.assign(warehouse, {
    commit: async ({ batches = [], ...rest }: Commit, at: typeof clock) => {
      if (batches.some(({ object, versionsFile }) => object === refused && versionsFile)) throw error;
      const named = batches.map((batch) => ({
        ...batch,
        versionsFile: batch.versionsFile?.replace('*', '00000') ?? null,
      }));
      return commit({ batches: named, ...rest }, at);
    },
  });
}

async function stagedFiles(count: number, refused?: string, error = INVALID) {
  const [store, staging] = [openLocalStore(tempDir()), openLocalStore(tempDir())];
  const config = loadConfig({ data: tempDir() }, { EARSHOT_WORKERS: '0' });
  const warehouse = await openWarehouse(refused, error);
  const lines: string[] = [];
  for (let n = 0; n < count; n++) {
    const version = await store.put(`${n}.json`, JSON.stringify([sessionRecord({ session_id: `S${n}` })]));
    await stageObject(version, { store, staging, config, clock });
  }
  const loader = new Loader({ store, warehouse, config, clock, log: jsonLog((line) => lines.push(line)) });
  return {
    warehouse,
    log: () => lines.join(''),
    loader,
    staging,
    run: (options: TickOptions) => tick(loader, staging, options),
    left: async () => (await staging.list({ prefix: 'manifests/' })).objects.length,
  };
}

it('takes all that is staged, in as many commits as that needs', async () => {
  const { warehouse, run, left } = await stagedFiles(7);
  expect(await run({ mostBatches: 3 })).toMatchObject({ staged: 7, objects: 7, sessions: 7, more: false });
  expect(await warehouse.version()).toBe(3);
  expect(await left()).toBe(0);
});

it('ends with the commit in hand when its time is over, and the next goes on', async () => {
  const { run, left } = await stagedFiles(7);
  const over = { mostBatches: 3, signal: AbortSignal.abort() };
  expect(await run(over)).toMatchObject({ staged: 3, objects: 3, more: true });
  expect(await left()).toBe(4);
  expect(await run({ mostBatches: 3 })).toMatchObject({ staged: 4, objects: 4, more: false });
});

it('sets aside what can not be loaded, tells of it, and loads the rest', async () => {
  const { warehouse, run, left, log } = await stagedFiles(5, '2.json');
  expect(await run({})).toMatchObject({
    ...{ staged: 5, objects: 4, restaged: 1, more: false },
    ...{ sessions: 4, records: 5, quarantined: 1 },
  });
  const states = (await warehouse.ledger()).map(({ object, state }) => `${object} ${state}`);
  expect(states.sort()).toEqual(
    [0, 1, 2, 3, 4].map((n) => `${n}.json ${n === 2 ? 'quarantined' : 'loaded'}`),
  );
  const [row] = await warehouse.query({ sql: 'SELECT object, reason, detail FROM quarantine', params: [] });
  expect(row).toEqual({ object: '2.json', reason: 'not_loadable', detail: 'Could not parse it.' });
  expect(log()).toMatch(/"WARNING","message":"object set aside[^\n]*"2.json"/);
  expect(await left()).toBe(0);
});

const OVER_BUDGET = new EarshotError('environment', 'over_budget', 'The query would read more than it may.');

it('lets what alone would read too much wait for a sweep, loads the rest, and ends', async () => {
  const { warehouse, run, left, log, loader } = await stagedFiles(5, '2.json', OVER_BUDGET);
  expect(await run({})).toMatchObject({ staged: 5, objects: 4, sessions: 4, records: 4, tooDear: 1 });
  const states = async () =>
    (await warehouse.ledger()).map(({ object, state }) => `${object} ${state}`).sort();
  const waiting = [0, 1, 2, 3, 4].map((n) => `${n}.json ${n === 2 ? 'waiting' : 'loaded'}`);
  expect(await states()).toEqual(waiting);
  expect(log()).toMatch(/"WARNING","message":"object waits[^\n]*"2.json"[^\n]*commit_max_bytes_billed/);
  expect(await left()).toBe(0);
  // A sweep that may not read it either goes on, and says so.
  const { context, aside } = settingAside(loader.context);
  const sweeper = new Loader(context);
  const swept = lessAside(await sweep(sweeper), aside);
  expect(swept).toMatchObject({ objectsLoaded: 0, objectsQuarantined: 0, sessions: 0, records: 0 });
  expect(aside.waiting).toMatchObject([{ object: '2.json' }]);
  expect(await states()).toEqual(waiting);
  await sweeper.close();
});

it('stores nothing, and keeps what is staged, where no part of it may be read', async () => {
  const { warehouse, run, left } = await stagedFiles(1, '0.json', OVER_BUDGET);
  await expect(run({})).rejects.toBe(OVER_BUDGET);
  expect(await warehouse.ledger()).toEqual([]);
  expect(await left()).toBe(1);
});

it.each([
  ['text that breaks off', () => '{"object":'],
  ['no object', () => 'null'],
  ['a field less', ({ counts: _, ...rest }: Manifest) => JSON.stringify(rest)],
  ['a generation that is no number', (one: Manifest) => JSON.stringify({ ...one, generation: '1; DROP' })],
  [
    'what would be removed with it',
    (one: Manifest) => JSON.stringify({ ...one, versions: ['keeping.json'] }),
  ],
  [
    'another batch',
    (one: Manifest) =>
      JSON.stringify({ ...one, versions: [`batches/${'0'.repeat(40)}/versions-00000.ndjson`] }),
  ],
  ['megabytes', () => ' '.repeat(3 * 1024 * 1024)],
])('sets a manifest of %s aside, and takes the rest', async (_, spoil) => {
  const { run, left, staging, log } = await stagedFiles(3);
  const [first] = (await staging.list({ prefix: 'manifests/' })).objects;
  if (!first) throw new Error('Nothing was staged.');
  const manifest: Manifest = JSON.parse(Buffer.from(await staging.read(first)).toString('utf8'));
  await staging.put(first.object, spoil(manifest));
  expect(await run({})).toMatchObject({ staged: 2, objects: 2, unreadable: 1, more: false });
  expect(await left()).toBe(0);
  expect((await staging.list({ prefix: 'unreadable/' })).objects).toHaveLength(1);
  expect(await staging.find('keeping.json')).toBeDefined();
  expect(log()).toMatch(/"WARNING","message":"staged manifest set aside/);
});
