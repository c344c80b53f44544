import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { type Watching, watchBucket } from '../../src/ingest/watch.ts';
import { openLocalStore } from '../../src/store/local.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { sessionRecord } from '../support/session.ts';
import { tempDir } from '../support/temp-dir.ts';

interface House {
  readonly bucket: string;
  readonly loader: Loader;
  readonly warehouse: Warehouse;
  rows(sql: string): Promise<unknown[][]>;
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function watchedHouse(): Promise<House> {
  const config = loadConfig({ data: tempDir(), workers: '0' }, {});
  const warehouse = await openDuckDbWarehouse(config.warehouseFile);
  await warehouse.migrate();
  const store = openLocalStore(config.bucket);
  const loader = new Loader({ store, warehouse, config, clock: systemClock, log: silentLog });
  const watching: Watching = await watchBucket(loader, config.bucket);
  ends.push(
    () => warehouse.close(),
    () => loader.close(),
    () => watching.close(),
  );
  const rows = async (sql: string) =>
    (await warehouse.query({ sql, params: [] })).map((row) => Object.values(row));
  return { bucket: config.bucket, loader, warehouse, rows };
}

const file = (...ids: string[]) => JSON.stringify(ids.map((id) => sessionRecord({ session_id: id })));
const SESSIONS = 'SELECT session_id FROM raw_session_data ORDER BY 1';

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('It did not come about within 10 s.');
}

const shows = (house: House, sql: string, wanted: unknown) => async () =>
  JSON.stringify(await house.rows(sql)) === JSON.stringify(wanted);

describe('a watched bucket', () => {
  it('loads files as they land, in folders that come up too, follows changes, and tells when one has gone', async () => {
    const house = await watchedHouse();
    writeFileSync(join(house.bucket, 'a.json'), file('S1'));
    await until(shows(house, SESSIONS, [['S1']]));
    mkdirSync(join(house.bucket, '2025/01/31'), { recursive: true });
    writeFileSync(join(house.bucket, '2025/01/31/.half.tmp'), file('S9'));
    renameSync(join(house.bucket, '2025/01/31/.half.tmp'), join(house.bucket, '2025/01/31/b.json'));
    await until(shows(house, SESSIONS, [['S1'], ['S9']]));
    writeFileSync(join(house.bucket, 'a.json'), file('S2', 'S3'));
    await until(shows(house, SESSIONS, [['S2'], ['S3'], ['S9']]));
    rmSync(join(house.bucket, 'a.json'));
    await until(
      shows(house, 'SELECT object, state FROM ledger WHERE state <> $$superseded$$ ORDER BY 1', [
        ['2025/01/31/b.json', 'loaded'],
        ['a.json', 'gone'],
      ]),
    );
    expect(await house.rows(SESSIONS)).toEqual([['S2'], ['S3'], ['S9']]);
  });

  it('watches on when the folder is removed and made anew, or moved away and back', async () => {
    const house = await watchedHouse();
    writeFileSync(join(house.bucket, 'a.json'), file('S1'));
    await until(shows(house, SESSIONS, [['S1']]));
    rmSync(house.bucket, { recursive: true });
    mkdirSync(house.bucket);
    writeFileSync(join(house.bucket, 'b.json'), file('S2'));
    await until(shows(house, SESSIONS, [['S1'], ['S2']]));
    renameSync(house.bucket, `${house.bucket}-away`);
    // Longer than it takes to see that it is missing.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    writeFileSync(join(`${house.bucket}-away`, 'c.json'), file('S3'));
    renameSync(`${house.bucket}-away`, house.bucket);
    await until(shows(house, SESSIONS, [['S1'], ['S2'], ['S3']]));
    writeFileSync(join(house.bucket, 'd.json'), file('S4'));
    await until(shows(house, SESSIONS, [['S1'], ['S2'], ['S3'], ['S4']]));
  });

  it('ignores dot files and half-written ones', async () => {
    const house = await watchedHouse();
    writeFileSync(join(house.bucket, '.hidden.json'), file('S7'));
    writeFileSync(join(house.bucket, 'half.json.tmp'), file('S8'));
    writeFileSync(join(house.bucket, 'whole.json'), file('S1'));
    await until(shows(house, SESSIONS, [['S1']]));
    expect(await house.rows('SELECT object FROM ledger')).toEqual([['whole.json']]);
  });

  it('waits for a file that is still being written, and loads what there is when it stops growing', async () => {
    const house = await watchedHouse();
    const whole = file('S1', 'S2', 'S3');
    const path = join(house.bucket, 'growing.json');
    writeFileSync(path, whole.slice(0, -200));
    await until(shows(house, 'SELECT state FROM ledger', [['waiting']]));
    appendFileSync(path, whole.slice(-200));
    await until(shows(house, SESSIONS, [['S1'], ['S2'], ['S3']]));
    expect(await house.rows('SELECT count(*) FROM quarantine')).toEqual([[0]]);
    writeFileSync(join(house.bucket, 'cut.json'), file('S4', 'S5').slice(0, -100));
    await until(shows(house, `SELECT reason FROM quarantine`, [['not_json']]));
    expect(await house.rows(SESSIONS)).toEqual([['S1'], ['S2'], ['S3'], ['S4']]);
  });

  it('loads a file once when an event and a sweep meet at it', async () => {
    const house = await watchedHouse();
    for (let i = 0; i < 10; i++) {
      writeFileSync(join(house.bucket, `${i}.json`), file(`S${i}`));
      await sweep(house.loader);
    }
    await until(shows(house, 'SELECT count(*) FROM raw_session_data', [[10]]));
    expect(await house.rows('SELECT state, count(*) FROM ledger GROUP BY ALL')).toEqual([['loaded', 10]]);
    expect(await house.rows('SELECT count(*) FROM session_version')).toEqual([[10]]);
  });
});
