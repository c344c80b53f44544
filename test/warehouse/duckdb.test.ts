import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { CODED } from '../../src/contract/inner-tables.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import { rebuildSuite, removalSuite } from '../ports/rewrites.ts';
import { warehouseSuite } from '../ports/warehouse.ts';
import { stagedBatch } from '../support/staged.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Runs statements on the file as it lies there. */
async function run(file: string, statements: readonly string[]): Promise<void> {
  const raw = await DuckDBInstance.create(file);
  const connection = await raw.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  raw.closeSync();
}

const clock = fixedClock('2025-02-01T12:00:00Z');

warehouseSuite('duckdb', () => openDuckDbWarehouse(join(tempDir(), 'warehouse.duckdb')));
const home = tempDir();
const openAt = (place: string) => openDuckDbWarehouse(join(home, `${place}.duckdb`));
removalSuite('duckdb', openAt);
rebuildSuite('duckdb', openAt);

describe('duckdb warehouse file', () => {
  it('keeps what was committed across a restart', async () => {
    const file = join(tempDir(), 'deep', 'folder', 'warehouse.duckdb');
    const first = await openDuckDbWarehouse(file);
    await first.migrate();
    await first.commit({ batches: [stagedBatch('a.json', '1', [{ session_id: 'S1' }])] }, clock);
    await first.close();
    const second = await openDuckDbWarehouse(file);
    await second.migrate();
    expect(await second.version()).toBe(1);
    expect(await second.query({ sql: 'SELECT session_id FROM raw_session_data', params: [] })).toEqual([
      { session_id: 'S1' },
    ]);
    await second.close();
  });

  it('removes what a rewrite or a rebuild that was killed left beside it', async () => {
    const dir = tempDir();
    const file = join(dir, 'warehouse.duckdb');
    const first = await openDuckDbWarehouse(file);
    await first.migrate();
    await first.close();
    for (const half of ['new', 'new.wal', 'rebuild', 'rebuild.wal']) writeFileSync(`${file}.${half}`, 'C1');
    for (const spill of ['tmp', 'rebuild.tmp']) {
      mkdirSync(`${file}.${spill}`);
      writeFileSync(join(`${file}.${spill}`, 'duckdb_temp_storage-0.tmp'), 'C1');
    }
    const again = await openDuckDbWarehouse(file);
    expect(readdirSync(dir)).toEqual(['warehouse.duckdb']);
    await again.close();
  });

  it('answers the statements under way before it closes', async () => {
    const warehouse = await openDuckDbWarehouse(join(tempDir(), 'warehouse.duckdb'));
    await warehouse.migrate();
    const sql = 'SELECT count(*) AS n FROM range(30000000) t(i) WHERE i % 7 = $1';
    const asked = Array.from({ length: 6 }, (_, index) => warehouse.query({ sql, params: [index] }));
    const closed = warehouse.close();
    const answers = await Promise.all(asked);
    expect(answers.map(([row]) => Number(row?.n) > 4_000_000)).toEqual(Array(6).fill(true));
    await closed;
  });

  it('refuses a warehouse with a newer layout and leaves it as it is', async () => {
    const file = join(tempDir(), 'warehouse.duckdb');
    const first = await openDuckDbWarehouse(file);
    await first.migrate();
    await first.close();
    await run(file, [`UPDATE meta SET "value" = '99' WHERE "key" = 'schema_version'`]);
    const newer = await openDuckDbWarehouse(file);
    await expect(newer.migrate()).rejects.toMatchObject({ code: 'warehouse_newer' });
    await newer.close();
  });

  it('brings a warehouse of the first layout up to date, and answers from it as before', async () => {
    const file = join(tempDir(), 'warehouse.duckdb');
    const first = await openDuckDbWarehouse(file);
    await first.migrate();
    const sessions = [
      { session_id: 'S1' },
      { session_id: 'S2', resolution_status: 'Escalated' as const, customer_sentiment: null },
    ];
    await first.commit({ batches: [stagedBatch('a.json', '1', sessions)] }, clock);
    await first.close();
    await run(file, [
      ...Object.values(CODED).map((code) => `ALTER TABLE session_version DROP COLUMN ${code}`),
      `UPDATE meta SET "value" = '1' WHERE "key" = 'schema_version'`,
    ]);
    const upgraded = await openDuckDbWarehouse(file);
    await upgraded.migrate();
    const sql = `SELECT session_id, resolution_status_code, customer_sentiment_code, escalation_flag_code FROM session_version
      ORDER BY session_id`;
    expect((await upgraded.query({ sql, params: [] })).map((row) => Object.values(row))).toEqual([
      ['S1', 1, 2, 2],
      ['S2', 2, null, 2],
    ]);
    await upgraded.commit({ batches: [stagedBatch('b.json', '1', [{ session_id: 'S3' }])] }, clock);
    expect((await upgraded.query({ sql, params: [] })).length).toBe(3);
    await upgraded.close();
  });

  it('brings a warehouse of the fourth layout up to date: each call knows the one before', async () => {
    const file = join(tempDir(), 'warehouse.duckdb');
    const first = await openDuckDbWarehouse(file);
    await first.migrate();
    const calls = ['2025-01-03', '2025-01-01', '2025-01-02'].map((day, index) => ({
      session_id: `S${index}`,
      customer_id: 'C1',
      call_start_time: `${day}T10:00:00.000Z`,
    }));
    await first.commit({ batches: [stagedBatch('a.json', '1', calls)] }, clock);
    const sql =
      'SELECT session_id, previous_contact_time AS previous FROM session_version ORDER BY session_id';
    const known = await first.query({ sql, params: [] });
    expect(known.map(({ previous }) => previous !== null)).toEqual([true, false, true]);
    await first.close();
    await run(file, [
      'ALTER TABLE session_version DROP COLUMN previous_contact_time',
      `UPDATE meta SET "value" = '4' WHERE "key" = 'schema_version'`,
    ]);
    const upgraded = await openDuckDbWarehouse(file);
    await upgraded.migrate();
    expect(await upgraded.query({ sql, params: [] })).toEqual(known);
    await upgraded.close();
  });

  it('brings a warehouse of the third layout up to date: when objects were first loaded is their commit', async () => {
    const file = join(tempDir(), 'warehouse.duckdb');
    const first = await openDuckDbWarehouse(file);
    await first.migrate();
    await first.commit({ batches: [stagedBatch('a.json', '1', [{ session_id: 'S1' }])] }, clock);
    await first.close();
    await run(file, [
      'DROP VIEW IF EXISTS ingest_ledger',
      'ALTER TABLE ledger DROP COLUMN first_loaded_at',
      'ALTER TABLE quarantine DROP COLUMN call_start_time',
      `UPDATE meta SET "value" = '3' WHERE "key" = 'schema_version'`,
    ]);
    const upgraded = await openDuckDbWarehouse(file);
    await upgraded.migrate();
    const later = fixedClock('2025-03-01T12:00:00Z');
    await upgraded.commit({ batches: [stagedBatch('b.json', '1', [{ session_id: 'S2' }])] }, later);
    const sql = 'SELECT object, CAST(first_loaded_at AS VARCHAR) AS at FROM ledger ORDER BY object';
    expect(await upgraded.query({ sql, params: [] })).toEqual([
      { object: 'a.json', at: '2025-02-01 12:00:00' },
      { object: 'b.json', at: '2025-03-01 12:00:00' },
    ]);
    expect(await upgraded.query({ sql: 'SELECT call_start_time FROM quarantine', params: [] })).toEqual([]);
    await upgraded.close();
  });

  it('says that a file is no DuckDB file, and that a folder is no file', async () => {
    const file = join(tempDir(), 'warehouse.duckdb');
    writeFileSync(file, 'this is no database, but a text that is long enough to be looked at '.repeat(200));
    await expect(openDuckDbWarehouse(file)).rejects.toMatchObject({ code: 'warehouse_not_duckdb' });
    const folder = join(tempDir(), 'folder.duckdb');
    mkdirSync(folder);
    await expect(openDuckDbWarehouse(folder)).rejects.toMatchObject({ code: 'warehouse_unwritable' });
  });

  it('refuses a path beside which DuckDB would lose its log', async () => {
    await expect(openDuckDbWarehouse(join(tempDir(), 'what?.duckdb'))).rejects.toMatchObject({
      code: 'warehouse_path',
    });
  });

  it('says which process holds the file', async () => {
    const file = join(tempDir(), 'warehouse.duckdb');
    const held = await openDuckDbWarehouse(file);
    const script = `
      import { openDuckDbWarehouse } from ${JSON.stringify(new URL('../../dist/warehouse/duckdb/warehouse.js', import.meta.url).href)};
      await openDuckDbWarehouse(${JSON.stringify(file)}).catch((error) => console.log(error.code, error.message));`;
    const other = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(other.stdout).toContain('warehouse_in_use');
    expect(other.stdout).toContain(String(process.pid));
    await held.close();
  });

  it('loads from a folder whose name is a pattern', async () => {
    const batch = stagedBatch('a.json', '1', [{ session_id: 'S1' }]);
    const folder = join(tempDir(), "it's [a] *folder?");
    mkdirSync(folder);
    const versionsFile = join(folder, 'batch.ndjson');
    copyFileSync(batch.versionsFile ?? '', versionsFile);
    const warehouse = await openDuckDbWarehouse(join(tempDir(), 'warehouse.duckdb'));
    await warehouse.migrate();
    await warehouse.commit({ batches: [{ ...batch, versionsFile }] }, clock);
    expect(await warehouse.query({ sql: 'SELECT count(*) AS n FROM raw_session_data', params: [] })).toEqual([
      { n: 1 },
    ]);
    await warehouse.close();
  });
});

describe('the same question again', () => {
  it.each([
    [
      'without parameters',
      'SELECT count(*) AS n, count_if(topic_name IS NOT NULL) AS topics FROM session_version',
      [],
    ],
    [
      'with parameters',
      'SELECT count(*) AS n, count_if(topic_name IS NOT NULL) AS topics FROM session_version WHERE call_duration_sec >= CAST($1 AS BIGINT)',
      [0],
    ],
  ])('sees each commit, though what never was null has become so: %s', async (_what, sql, params) => {
    const warehouse = await openDuckDbWarehouse(':memory:');
    await warehouse.migrate();
    const ask = () => Promise.all(Array.from({ length: 6 }, () => warehouse.query({ sql, params })));
    await warehouse.commit({ batches: [stagedBatch('a.json', '1', [{ session_id: 'S1' }])] }, clock);
    for (const [row] of await ask()) expect(row).toEqual({ n: 1, topics: 1 });
    const nulls = [{ session_id: 'S2', topic_name: null }];
    await warehouse.commit({ batches: [stagedBatch('b.json', '1', nulls)] }, clock);
    for (const [row] of await ask()) expect(row).toEqual({ n: 2, topics: 1 });
    await warehouse.close();
  });

  it('is answered apart for each of its values, asked at once', async () => {
    const warehouse = await openDuckDbWarehouse(':memory:');
    await warehouse.migrate();
    const values = Array.from({ length: 40 }, (_, index) => index);
    const rows = await Promise.all(
      values.map((value) => warehouse.query({ sql: 'SELECT CAST($1 AS BIGINT) AS v', params: [value] })),
    );
    expect(rows.map(([row]) => row?.v)).toEqual(values);
    await warehouse.close();
  });
});
