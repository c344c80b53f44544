import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { earshot, temporaryFolder } from './earshot.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const bucket = join(data, 'session_batch_files');
afterAll(() => folder.remove());

const simulate = async (...words: string[]) => {
  const span = ['--from', '2025-01-01', '--to', '2025-01-11'];
  const { code, stdout, stderr } = await earshot(['simulate', ...span, ...words, '--data', data]);
  expect(code).toBe(0);
  return { files: Number(JSON.parse(stdout).files), others: JSON.parse(stdout).otherFiles, stderr };
};

function bucketFiles(): Map<string, string> {
  const names = readdirSync(bucket, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  return new Map(names.map((name) => [name, readFileSync(join(bucket, name), 'utf8')]));
}

describe('simulations one after the other into one bucket', () => {
  it('leave each other whole, say that others are there, and all calls are loaded', async () => {
    const first = await simulate('--sessions', '200');
    expect([first.files, first.others]).toEqual([10, undefined]);
    expect(first.stderr).not.toContain('in the bucket');
    const before = bucketFiles();

    const second = await simulate('--sessions', '300', '--seed', '2');
    expect([second.files, second.others]).toEqual([10, 10]);
    expect(second.stderr).toContain('10 other files are in the bucket');
    for (const [name, text] of before) expect(bucketFiles().get(name)).toBe(text);
    expect(bucketFiles().size).toBe(20);

    const loaded = JSON.parse((await earshot(['ingest', '--data', data])).stdout);
    expect(loaded).toMatchObject({ sessions: 500, quarantined: 0 });
  });

  it('of the same options write the same files again, and nothing is loaded anew', async () => {
    const before = bucketFiles();
    await simulate('--sessions', '200');
    expect(bucketFiles()).toEqual(before);
    const loaded = JSON.parse((await earshot(['ingest', '--data', data])).stdout);
    expect(loaded).toMatchObject({ sessions: 0 });
  });
});
