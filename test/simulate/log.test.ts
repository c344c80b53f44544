import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulate/simulate.ts';
import { clock, run } from './run.ts';

const WEEK = { sessions: 700, from: '2025-05-05', to: '2025-05-12', seed: 4 };
const MONTH = { ...WEEK, to: '2025-06-05' };

describe('the log of a run', () => {
  it('counts what the files hold', async () => {
    const { log, files, sessions } = await run(WEEK);
    expect(log.files).toHaveLength(7);
    for (const file of log.files) expect(file.bytes).toBe(Buffer.byteLength(files.get(file.object) ?? ''));
    const sum = (counts: Readonly<Record<string, number>>) =>
      Object.values(counts).reduce((total, count) => total + count, 0);
    expect([sum(log.outcomes), sum(log.topics)]).toEqual([700, 700]);
    expect(log.turns).toBe(sessions.reduce((total, session) => total + session.conversation.length, 0));
    expect(log).toMatchObject({ options: WEEK, interrupted: false, startedAt: '2026-02-03T04:05:06.000Z' });
    expect(JSON.parse(JSON.stringify(log))).toEqual(log);
  });

  it('says how far it is after each file', async () => {
    const seen: number[] = [];
    await run(WEEK, { progress: (done) => seen.push(done.sessions / done.ofSessions) });
    expect(seen).toHaveLength(7);
    expect(seen.at(-1)).toBe(1);
  });
});

describe('an interrupted run', () => {
  it('keeps the whole files that it wrote: they are those of the full run', async () => {
    const stop = new AbortController();
    const progress = ({ files }: { files: number }) => files === 3 && stop.abort();
    const cut = await run(MONTH, { progress, signal: stop.signal });
    const full = await run(MONTH);
    expect(cut.log.interrupted).toBe(true);
    expect(cut.files.size).toBeLessThan(full.files.size);
    expect([...cut.files]).toEqual([...full.files].slice(0, cut.files.size));
    expect(cut.log.files.map((file) => file.object)).toEqual([...cut.files.keys()]);
    expect(cut.log.sessions).toBe(cut.sessions.length);
  });

  it('is not called so when the signal came after the last file', async () => {
    const stop = new AbortController();
    const progress = ({ files }: { files: number }) => files === 7 && stop.abort();
    const { log } = await run(WEEK, { progress, signal: stop.signal });
    expect(log.interrupted).toBe(false);
  });

  it('fails as its store fails', async () => {
    const full = new Error('disk full');
    const attempt = simulate(WEEK, { clock, put: () => Promise.reject(full) });
    await expect(attempt).rejects.toBe(full);
  });
});
