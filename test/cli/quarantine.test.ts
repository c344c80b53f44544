import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN, earshot, jsonLines, temporaryFolder } from './earshot.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
/** More than one page of the API holds. */
const BROKEN = 6000;
const LIST = ['quarantine', 'list', '--data', data];
afterAll(() => folder.remove());

beforeAll(async () => {
  const bucket = join(data, 'session_batch_files');
  mkdirSync(bucket, { recursive: true });
  const good = JSON.stringify({
    session_id: 'S1',
    call_start_time: '2025-01-06T10:00:00Z',
    conversation: [],
  });
  const lines = Array.from({ length: BROKEN }, (_, index) => `{"session_id": "B${index}", `);
  writeFileSync(join(bucket, 'feed.ndjson'), `${[good, ...lines].join('\n')}\n`);
  expect((await earshot(['ingest', '--data', data])).code).toBe(0);
});

describe('earshot quarantine list', () => {
  it('writes every record once, however many pages they take', async () => {
    const { code, stdout } = await earshot(LIST);
    expect(code).toBe(0);
    const positions = jsonLines(stdout).map((record) => Number(record.position));
    expect(positions.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: BROKEN }, (_, index) => index + 2),
    );
  });

  it('writes no more than it is asked for', async () => {
    expect(jsonLines((await earshot([...LIST, '--limit', '5001'])).stdout)).toHaveLength(5001);
  });

  it.each([
    ['--reason', 'nope', '"nope" is no reason of the quarantine'],
    ['--limit', '0', 'from 1 up'],
  ])('refuses %s %s, which would look as if all were well', async (flag, value, said) => {
    const { code, stdout, stderr } = await earshot([...LIST, flag, value]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });

  it('ends without a word when nobody reads any more, as behind `head`', async () => {
    const child = spawn(process.execPath, [BIN, ...LIST], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'exit');
    expect([code, said]).toEqual([0, '']);
  });
});
