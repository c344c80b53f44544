import { closeSync, openSync, readFileSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { connect } from '../../src/app/connect.ts';
import { tellingDamage } from '../../src/warehouse/duckdb/damage.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import { setUp } from '../app/setup.ts';
import { tempDir } from '../support/temp-dir.ts';

async function warehouseFile(...changes: string[]): Promise<string> {
  const file = join(tempDir(), 'warehouse.duckdb');
  const warehouse = await openDuckDbWarehouse(file);
  await warehouse.migrate();
  await warehouse.close();
  await runIn(file, changes);
  return file;
}

async function runIn(file: string, statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

const DAMAGES: Record<string, (file: string) => void> = {
  'cut in half': (file) => truncateSync(file, statSync(file).size / 2),
  'cut to its head': (file) => truncateSync(file, 5000),
  overwritten: (file) => {
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(statSync(file).size - 12_288, 7), 0, undefined, 12_288);
    closeSync(handle);
  },
};

it.each(Object.entries(DAMAGES))('says that a file is damaged: %s', async (_, damage) => {
  const file = await warehouseFile();
  damage(file);
  const before = readFileSync(file);
  const { config, effects } = setUp({ warehouse: file });
  await expect(connect(config, effects)).rejects.toMatchObject({
    kind: 'environment',
    code: 'warehouse_damaged',
    message: expect.stringContaining(file),
    hint: expect.stringContaining('earshot ingest'),
  });
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('says so too when the damage shows only as a question is asked', async () => {
  const file = join(tempDir(), 'warehouse.duckdb');
  const warehouse = tellingDamage(await openDuckDbWarehouse(file));
  await warehouse.migrate();
  const sql = `SELECT error('IO Error: Could not read enough bytes from file')`;
  await expect(warehouse.query({ sql, params: [] })).rejects.toMatchObject({ code: 'warehouse_damaged' });
  await expect(warehouse.query({ sql: 'SELECT nothing', params: [] })).rejects.not.toHaveProperty('code');
  await warehouse.close();
});

it.each([
  ['a layout that is no number', [`UPDATE meta SET "value" = 'soon' WHERE "key" = 'schema_version'`]],
  ['no layout', [`DELETE FROM meta`]],
  ['tables without meta', ['DROP TABLE meta']],
])('leaves a file alone that is not its own: %s', async (_, changes) => {
  await expectForeign(await warehouseFile(...changes));
});

it.each([['CREATE TABLE meta (a INT)'], ['CREATE TABLE orders (a INT)']])(
  'leaves a file of others alone: %s',
  async (statement) => {
    const file = join(tempDir(), 'others.duckdb');
    await runIn(file, [statement]);
    await expectForeign(file);
  },
);

async function expectForeign(file: string): Promise<void> {
  const before = readFileSync(file);
  const warehouse = await openDuckDbWarehouse(file);
  await expect(warehouse.migrate()).rejects.toMatchObject({
    kind: 'environment',
    code: 'warehouse_foreign',
    message: expect.stringContaining('Nothing was changed'),
  });
  await warehouse.close();
  expect(readFileSync(file).equals(before)).toBe(true);
}
