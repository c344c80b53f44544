import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BIN } from '../cli/earshot.ts';
import { TELLING_MODULES } from '../support/telling-modules.ts';
import { tempDir } from '../support/temp-dir.ts';

it('loads nothing of Google Cloud where bucket and warehouse are on this machine', () => {
  const data = tempDir();
  const list = join(data, 'modules.txt');
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', TELLING_MODULES, BIN, ...args, '--data', data], {
      env: { ...process.env, LOADED_MODULES: list },
      encoding: 'utf8',
    });
  for (const args of [['simulate', '--sessions', '20'], ['ingest'], ['query', 'sessions'], ['status']])
    expect(run(...args)).toMatchObject({ status: 0 });
  const modules = new Set(readFileSync(list, 'utf8').split('\n'));
  expect([...modules].some((url) => url.endsWith('/duckdb/driver.js'))).toBe(true);
  expect([...modules].filter((url) => /@google-cloud|\/store\/gcs|\/bigquery\//.test(url))).toEqual([]);
});
