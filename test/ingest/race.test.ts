import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { Feed } from '../../src/ingest/watch.ts';
import { openLocalStore } from '../../src/store/local.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { sessionRecord } from '../support/session.ts';
import { tempDir } from '../support/temp-dir.ts';

const FILES = ['a.json', 'b.json', 'c.json', 'd.json', 'e.json', 'f.json'];
let bucket: string;
let warehouse: Warehouse;
let loader: Loader;
let feed: Feed;

beforeEach(async () => {
  const config = loadConfig({ data: tempDir(), workers: '0' }, {});
  bucket = config.bucket;
  mkdirSync(bucket, { recursive: true });
  warehouse = await openDuckDbWarehouse(config.warehouseFile);
  await warehouse.migrate();
  const store = openLocalStore(bucket);
  loader = new Loader({ store, warehouse, config, clock: systemClock, log: silentLog });
  feed = new Feed(loader, bucket);
  for (const name of FILES) put(name, `old ${name}`);
});
afterEach(async () => {
  await feed.close();
  await loader.close();
  await warehouse.close();
});

/** Each a second older than the last, so that an older generation is not told by its time. */
let ageSec = 0;
function put(name: string, ...ids: string[]): void {
  const path = join(bucket, name);
  writeFileSync(path, JSON.stringify(ids.map((id) => sessionRecord({ session_id: id }))));
  ageSec += 1;
  utimesSync(path, 1_700_000_000 - ageSec, 1_700_000_000 - ageSec);
}

const rows = async (sql: string) =>
  (await warehouse.query({ sql, params: [] })).map((row) => Object.values(row));
const idsOf = async () => (await rows('SELECT session_id FROM raw_session_data ORDER BY 1')).flat();
const statesOf = (object: string) =>
  rows(`SELECT state, sessions FROM ledger WHERE object = '${object}' ORDER BY state`);

/** Sweeps; what it has staged and not yet committed by the third file meets what happens then. */
async function sweepWhile(happens: () => Promise<void>): Promise<void> {
  let happening: Promise<void> | undefined;
  await sweep(loader, {
    onProgress: ({ objects, bytes }) => {
      if (bytes > 0 && objects === FILES.length) happening ??= happens();
    },
  });
  await happening;
}

async function event(...names: string[]): Promise<void> {
  for (const name of names) feed.note(join(bucket, name));
  await feed.idle();
}

describe('a sweep that has read a file', () => {
  it('leaves what an event has loaded of it since', async () => {
    await sweepWhile(async () => {
      put('a.json', 'new 1', 'new 2');
      await event('a.json');
    });
    await event('a.json');
    const others = FILES.slice(1).map((name) => `old ${name}`);
    expect(await idsOf()).toEqual(['new 1', 'new 2', ...others]);
    expect(await statesOf('a.json')).toEqual([
      ['loaded', 2],
      ['superseded', 0],
    ]);
  });

  it('loads it as it is now, when nobody else has', async () => {
    await sweepWhile(async () => put('a.json', 'new'));
    expect(await idsOf()).toContain('new');
    expect(await idsOf()).not.toContain('old a.json');
    expect(await rows(`SELECT count(*) FROM ledger WHERE state = 'waiting'`)).toEqual([[0]]);
  });

  it('does not bring back one that was deleted since', async () => {
    await sweepWhile(async () => {
      rmSync(join(bucket, 'a.json'));
      await event('a.json');
    });
    await event('a.json');
    expect(await idsOf()).not.toContain('old a.json');
    expect(await statesOf('a.json')).toEqual([['gone', 0]]);
  });
});
