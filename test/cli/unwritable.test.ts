import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BIN, earshot, temporaryFolder } from './earshot.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
beforeAll(async () => {
  await earshot(['simulate', '--sessions', '50', '--to', '2025-02-01', '--data', data]);
  await earshot(['ingest', '--data', data]);
});
afterAll(() => folder.remove());

const FULL = '/dev/full';

it
  .runIf(existsSync(FULL))
  .each([[['schema']], [['query', 'sessions', '--data', data]], [['status', '--data', data]]])(
  'says that the disk is full and closes the warehouse: %j',
  (args) => {
    const full = openSync(FULL, 'w');
    const { status, stderr } = spawnSync(process.execPath, [BIN, ...args], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(stderr).toMatch(/^earshot: The result can't be written: .*ENOSPC.*\n {2}Free some space.*\n$/);
    expect(status).toBe(6);
    expect(existsSync(join(data, 'warehouse.duckdb.owner'))).toBe(false);
  },
);

it('leaves no empty warehouse behind when there is no bucket', async () => {
  const nowhere = join(folder.path, 'nowhere');
  const ingest = await earshot(['ingest', '--data', nowhere]);
  expect(ingest).toMatchObject({ code: 3, stderr: expect.stringContaining('There is no bucket at') });
  expect(existsSync(nowhere)).toBe(false);
  expect((await earshot(['query', 'sessions', '--data', nowhere])).code).toBe(3);
});
