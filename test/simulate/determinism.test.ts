import { describe, expect, it } from 'vitest';
import { run, YEAR } from './run.ts';

const SMALL = { sessions: 400, from: '2025-03-01', to: '2025-05-01', seed: 7 };
/** Changes only together with SIMULATOR_VERSION, and on purpose. */
const GOLDEN = '46c75093509c6f2f1d579edbe14dc1681b33d5a02cc1760e276eb40fe42709d5';

describe('one seed', () => {
  it('gives the very same bytes, on any machine', async () => {
    const { sha256, log } = await run(SMALL);
    expect([log.simulatorVersion, sha256]).toEqual([1, GOLDEN]);
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
    expect(log.files.map((file) => [file.object, file.sessions])).toEqual([
      ['2024/02/29/calls-20240229-0001.json', 2000],
      ['2024/02/29/calls-20240229-0002.json', 2000],
      ['2024/02/29/calls-20240229-0003.json', 500],
    ]);
    expect([...files.keys()]).toEqual(log.files.map((file) => file.object));
  });
});
