import { describe, expect, it } from 'vitest';
import { EarshotError } from '../../src/base/errors.ts';
import { DEFAULT_SIMULATION, type SimulateOptions } from '../../src/simulate/options.ts';
import { run } from './run.ts';

const refusals: [Partial<SimulateOptions>, string, RegExp][] = [
  [{ sessions: 0 }, 'bad_sessions', /--sessions is 0/],
  [{ sessions: -5 }, 'bad_sessions', /--sessions is -5/],
  [{ sessions: 2.5 }, 'bad_sessions', /--sessions is 2.5/],
  [{ sessions: Number.NaN }, 'bad_sessions', /NaN/],
  [{ from: '2025-02-30' }, 'bad_date', /--from is "2025-02-30"/],
  [{ to: 'tomorrow' }, 'bad_date', /--to is "tomorrow"/],
  [{ from: '2025-06-01', to: '2025-06-01' }, 'bad_range', /--to 2025-06-01 is not after --from 2025-06-01/],
  [{ from: '2026-06-01' }, 'bad_range', /not after/],
  [{ from: '1900-01-01' }, 'bad_date', /--from is 1900-01-01: no call of then could be loaded/],
  [{ to: '2100-02-01' }, 'bad_date', /--to is 2100-02-01/],
  [{ sessions: 2 ** 31, to: '2025-01-03' }, 'bad_sessions', /too many for 2 days/],
  [{ seed: -1 }, 'bad_seed', /--seed is -1/],
  [{ seed: 0.5 }, 'bad_seed', /--seed is 0.5/],
];

describe('options', () => {
  it.each(refusals)('%j is refused as %s, before anything is written', async (wrong, code, message) => {
    const attempt = run({ ...DEFAULT_SIMULATION, ...wrong });
    const error = await attempt.catch((thrown: unknown) => thrown);
    if (!(error instanceof EarshotError)) throw error;
    expect([error.kind, error.code]).toEqual(['usage', code]);
    expect(error.message).toMatch(message);
    expect(error.hint).not.toBe('');
  });

  it('default to 50,000 calls of the year 2025', () => {
    expect(DEFAULT_SIMULATION).toEqual({ sessions: 50_000, from: '2025-01-01', to: '2026-01-01', seed: 1 });
  });
});
