import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BIN } from '../cli/earshot.ts';
import { tempDir } from '../support/temp-dir.ts';
import { run, YEAR } from './run.ts';

const SMALL = { sessions: 400, from: '2025-03-01', to: '2025-05-01', seed: 7 };
const execute = promisify(execFile);
const GOLDEN = fileURLToPath(new URL('../../scripts/golden.js', import.meta.url));

/** The bucket that the built command fills with so many threads. */
async function bucketOf(workers: number): Promise<string> {
  const data = tempDir();
  const options = ['--sessions', '6000', '--to', '2025-02-10', '--seed', '6', '--data', data];
  await execute(process.execPath, [BIN, 'simulate', ...options, '--workers', String(workers)]);
  const bucket = join(data, 'session_batch_files');
  const files = readdirSync(bucket, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  const hash = createHash('sha256');
  for (const name of files.sort()) hash.update(name).update(readFileSync(join(bucket, name)));
  return hash.digest('hex');
}

describe('one seed', () => {
  // The hashes change only together with SIMULATOR_VERSION, and on purpose: `node scripts/golden.js --write`.
  it('gives the very same bytes as ever, truth and breaks too; `npm run test:nodes` says so of Node 20, 22 and 24', async () => {
    const { stdout } = await execute(process.execPath, [GOLDEN]);
    expect(stdout).toContain('the same bytes');
  });

  it('gives the same bytes whatever the number of threads', async () => {
    const [one, two, three] = await Promise.all([bucketOf(0), bucketOf(2), bucketOf(3)]);
    expect([two, three]).toEqual([one, one]);
  });

  it('gives other calls than another seed, also one that differs above 32 bits', async () => {
    const hashes = await Promise.all(
      [7, 8, 7 + 2 ** 32].map(async (seed) => (await run({ ...SMALL, seed })).sha256),
    );
    expect(new Set(hashes).size).toBe(3);
  });

  it('gives the same bytes when two runs share the process', async () => {
    const [one, two] = await Promise.all([run(SMALL), run(SMALL)]);
    expect(one.sha256).toBe(two.sha256);
  });
});

describe('the number of sessions', () => {
  it.each([1, 2, 29, 365, 3001])('is exactly %i', async (sessions) => {
    const made = await run({ ...YEAR, sessions, seed: 3 });
    expect(made.sessions).toHaveLength(sessions);
    expect(new Set(made.sessions.map((session) => session.session_id)).size).toBe(sessions);
    expect(made.log.sessions).toBe(sessions);
  });

  it('fits into one day, cut into files of at most 2,000', async () => {
    const { log, files } = await run({ sessions: 4500, from: '2024-02-29', to: '2024-03-01', seed: 1 });
    const unmarked = (object: string) => object.replace(/-[\da-f]{8}-(?=\d{4}\.)/, '-MARK-');
    expect(log.files.map((file) => [unmarked(file.object), file.sessions])).toEqual([
      ['2024/02/29/calls-20240229-MARK-0001.json', 2000],
      ['2024/02/29/calls-20240229-MARK-0002.json', 2000],
      ['2024/02/29/calls-20240229-MARK-0003.json', 500],
    ]);
    expect([...files.keys()]).toEqual(log.files.map((file) => file.object));
  });
});
