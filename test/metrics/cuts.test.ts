import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/metrics/answer.ts';
import { bucketByCuts } from '../../src/metrics/cuts.ts';
import { zoneOffsets } from '../../src/metrics/zone.ts';
import { duckdbSource } from './duckdb-source.ts';
import { grouped, inScope } from './reference.ts';
import { drawSessions, type TestSession } from './sessions.ts';

const GRAINS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
const MINUTE_MS = 60_000;

/** A call every seven minutes of the given hours. */
function callsFrom(from: string, hours: number): TestSession[] {
  const [model] = drawSessions(1, 1);
  if (!model) throw new Error('No session was drawn.');
  return Array.from({ length: Math.ceil((hours * 60) / 7) }, (_, index) => ({
    ...model,
    session_id: `S${index}`,
    call_start_time: new Date(Date.parse(from) + index * 7 * MINUTE_MS).toISOString(),
  }));
}

async function expectBuckets(sessions: readonly TestSession[], timeZone: string, from: string, to: string) {
  const source = await duckdbSource(sessions);
  for (const grain of GRAINS) {
    const question = { metrics: ['sessions'], by: [grain], timeZone, from, to };
    const { rows } = await answerQuestion(question, source);
    const counts = rows.map((row) => [JSON.stringify(row.key), row.values.sessions?.value]);
    const members = [...grouped(inScope(sessions, question), [grain], timeZone)];
    expect(Object.fromEntries(counts), grain).toEqual(
      Object.fromEntries(members.map(([key, calls]) => [key, calls.length])),
    );
  }
}

describe('buckets of a closed period', () => {
  it.each([
    ['UTC', 'an ordinary turn of the year', '2024-12-30T00:00:00Z'],
    ['America/New_York', 'clocks put back two days later', '2025-10-31T00:00:00Z'],
    [
      'America/St_Johns',
      'clocks put back from 00:01 of the first to 23:01 of the month before',
      '2009-10-30T12:00:00Z',
    ],
    ['Asia/Amman', 'clocks put forward at midnight of the first', '2011-03-31T00:00:00Z'],
    ['Pacific/Apia', 'a day that was left out', '2011-12-29T00:00:00Z'],
  ])('are those of local time in %s: %s', async (timeZone, _what, from) => {
    const sessions = callsFrom(from, 72);
    const start = Date.parse(from);
    for (const [skipped, hours] of [
      [-50, 200],
      [30, 72],
      [0, 40.5],
    ] as const) {
      const at = (hour: number) => new Date(start + hour * 60 * MINUTE_MS).toISOString();
      await expectBuckets(sessions, timeZone, at(skipped), at(hours));
    }
  });

  it('are those of local time in any zone and period', async () => {
    const sessions = drawSessions(150, 5);
    const day = fc.integer({ min: 0, max: 380 });
    const at = (days: number) =>
      new Date(Date.parse('2024-11-20T03:00:00Z') + days * 86_400_000).toISOString();
    const zone = fc.constantFrom(
      'UTC',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Pacific/Chatham',
    );
    await fc.assert(
      fc.asyncProperty(zone, day, day, async (timeZone, one, other) => {
        await expectBuckets(sessions, timeZone, at(Math.min(one, other)), at(Math.max(one, other) + 1));
      }),
      { seed: 8, numRuns: 20 },
    );
  });
});

describe('cuts', () => {
  const days = {
    startOf: (n: number) => new Date(n * 86_400_000),
    bucketOf: (at: Date) => Math.floor(at.getTime() / 86_400_000),
  };
  const cut = (timeZone: string, from: string, to: string) => {
    const span = { fromMs: Date.parse(from), toMs: Date.parse(to) };
    return bucketByCuts(days, span, zoneOffsets(timeZone, span.fromMs, span.toMs));
  };

  it('are made where each begins at one instant', () => {
    expect(cut('America/New_York', '2025-03-07T12:00Z', '2025-03-12T12:00Z')).not.toBeNull();
  });

  it('are not made where clocks bring back the end of a bucket, nor for many buckets', () => {
    expect(cut('America/St_Johns', '2009-10-30T12:00Z', '2009-11-03T12:00Z')).toBeNull();
    expect(cut('UTC', '2025-01-01T00:00Z', '2025-03-01T00:00Z')).toBeNull();
  });
});
