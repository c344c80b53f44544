import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/contract/fields.ts';
import { simulateLive } from '../../src/simulate/live.ts';

const START = Date.parse('2025-10-06T15:00:00Z');

/** A clock that only waiting moves. */
async function live(options: { seed: number; perMinute: number; sessions?: number }, minutes: number) {
  let nowMs = START;
  const stop = new AbortController();
  const files: { readonly writtenMs: number; readonly sessions: Session[] }[] = [];
  const { sessions: written } = await simulateLive(options, {
    clock: { now: () => new Date(nowMs) },
    signal: stop.signal,
    put: async (_object, bytes) =>
      files.push({ writtenMs: nowMs, sessions: JSON.parse(Buffer.from(bytes).toString()) }),
    wait: async (ms) => {
      nowMs += ms;
      if (nowMs - START >= minutes * 60_000) stop.abort();
    },
  });
  return { written, files, sessions: files.flatMap((file) => file.sessions) };
}

describe('live calls', () => {
  it('arrive at the rate, each within seconds of its end, those of the last minutes at once', async () => {
    const { files, sessions, written } = await live({ seed: 1, perMinute: 60 }, 20);
    expect(written).toBe(sessions.length);
    expect(sessions.length).toBeGreaterThan(30 * 60 - 400);
    expect(files[0]?.writtenMs).toBe(START);
    for (const { writtenMs, sessions: held } of files) {
      for (const session of held) {
        const lateMs = writtenMs - Date.parse(session.call_end_time ?? '');
        expect(lateMs).toBeGreaterThanOrEqual(0);
        if (writtenMs > START) expect(lateMs).toBeLessThanOrEqual(2000);
      }
    }
  });

  it('end by themselves after so many, and are the same again', async () => {
    const options = { seed: 2, perMinute: 30, sessions: 50 };
    const [one, two] = [await live(options, 600), await live(options, 600)];
    expect(one.written).toBe(50);
    expect(two.files).toEqual(one.files);
  });

  it('of before the start stop where Ctrl-C comes, what was written being whole', async () => {
    const stop = new AbortController();
    const held: Session[] = [];
    const { sessions } = await simulateLive(
      { seed: 3, perMinute: 10_000 },
      {
        clock: { now: () => new Date(START) },
        signal: stop.signal,
        put: async (_object, bytes) => held.push(...JSON.parse(Buffer.from(bytes).toString())),
        progress: ({ files }) => files === 2 && stop.abort(),
      },
    );
    expect(sessions).toBe(held.length);
    expect(sessions).toBeGreaterThan(0);
    expect(sessions).toBeLessThan(5000);
  });

  it('that the machine does not keep up with are told to be late, and kept none ahead', async () => {
    const stop = new AbortController();
    const lateMs: number[] = [];
    let nowMs = START;
    const { sessions, files } = await simulateLive(
      { seed: 4, perMinute: 2000 },
      {
        clock: { now: () => new Date(nowMs) },
        signal: stop.signal,
        // A bucket that takes two minutes for a file.
        put: async () => {
          nowMs += 120_000;
        },
        behind: (ms) => lateMs.push(ms) === 3 && stop.abort(),
        wait: async () => undefined,
      },
    );
    expect(lateMs).toHaveLength(3);
    expect(lateMs).toEqual(lateMs.toSorted((a, b) => a - b));
    expect(lateMs[0]).toBeGreaterThan(10 * 60_000);
    expect(sessions / files).toBeLessThanOrEqual(1200);
  });

  it('refuse a rate that is none', async () => {
    await expect(live({ seed: 1, perMinute: 0 }, 1)).rejects.toMatchObject({ code: 'bad_rate' });
    await expect(live({ seed: 1, perMinute: Number.NaN }, 1)).rejects.toMatchObject({ code: 'bad_rate' });
    await expect(live({ seed: 1, perMinute: 60_000 }, 1)).rejects.toMatchObject({ code: 'bad_rate' });
  });
});
