import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/contract/fields.ts';
import { type LiveOptions, simulateLive } from '../../src/simulate/live.ts';
import type { SimulateOptions } from '../../src/simulate/options.ts';
import { loadScenario } from '../../src/simulate/scenario/load.ts';
import { type Run, run } from './run.ts';

const MONTH: SimulateOptions = { sessions: 300, from: '2025-03-01', to: '2025-04-01', seed: 1 };

const idsOf = ({ sessions }: Pick<Run, 'sessions'>) => sessions.map((session) => session.session_id);
const shared = (one: readonly string[], other: readonly string[]) =>
  one.filter((each) => other.includes(each));

describe('two simulations into one bucket', () => {
  it.each<[string, Partial<SimulateOptions>]>([
    ['seed', { seed: 2 }],
    ['seed above 32 bits', { seed: 1 + 2 ** 32 }],
    ['number of sessions', { sessions: 301 }],
    ['first day', { from: '2025-02-28' }],
    ['last day', { to: '2025-04-02' }],
  ])('of another %s share neither a file nor a session', async (_, other) => {
    const [one, two] = [await run(MONTH), await run({ ...MONTH, ...other })];
    expect(shared([...one.files.keys()], [...two.files.keys()])).toEqual([]);
    expect(shared(idsOf(one), idsOf(two))).toEqual([]);
  });

  it('of another scenario share neither; where it lies does not matter', async () => {
    const scenario = loadScenario(undefined);
    const changed = { ...scenario, mainLine: '+1-800-555-0111' };
    const [one, same, two] = [
      await run(MONTH),
      await run({ ...MONTH, scenario: '/elsewhere.yaml' }, {}, scenario),
      await run(MONTH, {}, changed),
    ];
    expect(same.sha256).toBe(one.sha256);
    expect(shared([...one.files.keys()], [...two.files.keys()])).toEqual([]);
    expect(shared(idsOf(one), idsOf(two))).toEqual([]);
  });

  it('once broken on purpose and once not have the same sessions in other files', async () => {
    const whole = await run(MONTH);
    const names: string[] = [];
    const put = async (object: string) => names.push(object);
    const { simulate } = await import('../../src/simulate/simulate.ts');
    const ids: string[] = [];
    await simulate(
      { ...MONTH, dirty: 0.1 },
      {
        put,
        clock: { now: () => new Date(0) },
        broken: (lines) => void ids.push(...lines.flatMap((line) => line.session_ids)),
      },
    );
    expect(shared([...whole.files.keys()], names)).toEqual([]);
    expect(ids.length).toBeGreaterThan(10);
    expect(shared(ids, idsOf(whole))).toEqual(ids);
  });
});

/** Files by name, of so many calls that arrive from then on. */
async function live(options: LiveOptions, start: string): Promise<Map<string, Session[]>> {
  let nowMs = Date.parse(start);
  const files = new Map<string, Session[]>();
  await simulateLive(options, {
    clock: { now: () => new Date(nowMs) },
    put: async (object, bytes) => files.set(object, JSON.parse(Buffer.from(bytes).toString())),
    wait: async (ms) => {
      nowMs += ms;
    },
  });
  return files;
}

describe('two runs of live calls', () => {
  it.each<[string, Partial<LiveOptions>, string]>([
    ['started seconds apart', {}, '2025-10-06T15:00:04Z'],
    ['of another seed, at the same instant', { seed: 2 }, '2025-10-06T15:00:00Z'],
    ['of another rate, at the same instant', { perMinute: 61 }, '2025-10-06T15:00:00Z'],
  ])('%s share neither a file nor a session', async (_, other, start) => {
    const options = { seed: 1, perMinute: 60, sessions: 60 };
    const one = await live(options, '2025-10-06T15:00:00Z');
    const two = await live({ ...options, ...other }, start);
    const ids = (files: Map<string, Session[]>) => idsOf({ sessions: [...files.values()].flat() });
    expect(ids(one)).toHaveLength(60);
    expect(shared([...one.keys()], [...two.keys()])).toEqual([]);
    expect(shared(ids(one), ids(two))).toEqual([]);
  });
});
