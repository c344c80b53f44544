import { beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/metrics/answer.ts';
import { newcombe } from '../../src/metrics/intervals.ts';
import type { MeanValue, Question, RateValue } from '../../src/metrics/question.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { duckdbSource, type TestSource } from './duckdb-source.ts';
import { drawSessions } from './sessions.ts';

const sessions = drawSessions(400, 21);
const metrics = METRICS.map((metric) => metric.name);
let source: TestSource;
beforeAll(async () => {
  source = await duckdbSource(sessions);
});

const ask = (question: Question) => answerQuestion(question, source);

describe('a comparison', () => {
  for (const compare of ['previous_period', 'previous_year'] as const) {
    it(`with the ${compare} shows what a question about that period answers`, async () => {
      const scope = { metrics, by: ['region'], timeZone: 'America/New_York' };
      const answer = await ask({ ...scope, from: '2025-11-24', to: '2025-12-20', compare });
      const { from, to } = answer.previousPeriod ?? {};
      const earlier = await ask({ ...scope, from: from ?? '', to: to ?? '' });
      for (const row of answer.rows) {
        const same = earlier.rows.find(({ key }) => key.region === row.key.region);
        if (same) expect(row.previous).toEqual(same.values);
        else expect(row.previous?.sessions).toEqual({ value: 0 });
      }
      expect(answer.rows).toHaveLength(Math.max(answer.rows.length, earlier.rows.length));
      expect(answer.elapsedPeriod?.to).toBe(
        new Date(Date.parse(source.extent.newestCall ?? '') + 1).toISOString(),
      );
    });
  }

  it('holds as many sessions in the elapsed part as in the period', async () => {
    const answer = await ask({
      metrics: ['sessions'],
      from: '2025-11-01',
      to: '2026-01-01',
      compare: 'previous_period',
    });
    const elapsed = await ask({
      metrics: ['sessions'],
      from: answer.elapsedPeriod?.from ?? '',
      to: answer.elapsedPeriod?.to ?? '',
    });
    expect(elapsed.rows[0]?.values).toEqual(answer.rows[0]?.values);
  });

  it('has rows for groups that only the period before holds', async () => {
    const where = [{ field: 'day', op: 'in' as const, values: ['2025-05-05', '2025-05-06', '2025-05-07'] }];
    const answer = await ask({
      metrics: ['sessions'],
      by: ['topic_name'],
      from: '2025-05-12',
      to: '2025-05-19',
      where,
      compare: 'previous_period',
    });
    expect(answer.rows.length).toBeGreaterThan(0);
    for (const row of answer.rows) {
      expect(row.values.sessions).toEqual({ value: 0 });
      expect(row.change?.sessions?.value).toBe(-(row.previous?.sessions?.value ?? 0));
    }
  });

  it('bounds the change of whatever has an interval of its own', async () => {
    const { rows } = await ask({ metrics, from: '2025-06-01', to: '2025-07-01', compare: 'previous_period' });
    const { values, previous, change } = rows[0] ?? {};
    const now = values?.resolution_rate as RateValue;
    const then = previous?.resolution_rate as RateValue;
    expect(change?.resolution_rate).toEqual({
      value: Number(now.value) - Number(then.value),
      ...newcombe(now, then),
    });
    for (const name of ['recognition_rate', 'net_sentiment', 'avg_call_duration']) {
      const [one, other] = [values?.[name], previous?.[name]] as [MeanValue, MeanValue];
      const [half, otherHalf] = [one, other].map(({ low, high }) => (Number(high) - Number(low)) / 2);
      const { value, low, high } = change?.[name] ?? {};
      expect(value).toBe(Number(one.value) - Number(other.value));
      expect(Number(high) - Number(low)).toBeCloseTo(2 * Math.hypot(Number(half), Number(otherHalf)), 10);
    }
    expect(Object.keys(change?.sessions ?? {})).toEqual(['value']);
    expect(Object.keys(change?.p50_call_duration ?? {})).toEqual(['value']);
    expect(change?.sessions?.value).toBe(Number(values?.sessions?.value) - Number(previous?.sessions?.value));
  });

  it('shows no change since a time before the first call', async () => {
    const answer = await ask({ metrics: ['sessions', 'resolution_rate'], compare: 'previous_period' });
    expect(answer.rows[0]?.previous).toMatchObject({
      sessions: { value: 0 },
      resolution_rate: { value: null },
    });
    expect(answer.rows[0]?.change).toEqual({ sessions: { value: null }, resolution_rate: { value: null } });
  });

  it('compares rates with a period that began before the first call, but no counts, and says so', async () => {
    const first = Date.parse(source.extent.firstCall ?? '');
    const day = (offset: number) => new Date(first + offset * 86_400_000).toISOString();
    const span = { from: day(3), to: day(10) };
    const names = ['sessions', 'customers', 'resolution_rate'];
    const answer = await ask({ metrics: names, ...span, compare: 'previous_period' });
    expect(answer.previousIsCut).toBe(true);
    expect(answer.rows[0]?.change).toMatchObject({
      sessions: { value: null },
      customers: { value: null },
      resolution_rate: { value: expect.any(Number) },
    });
    const later = await ask({ metrics: names, from: day(10), to: day(17), compare: 'previous_period' });
    expect(later.previousIsCut).toBeUndefined();
  });

  it('leaves rows of a time grain without one, and still says which period it would be', async () => {
    const answer = await ask({
      metrics: ['sessions'],
      by: ['month'],
      from: '2025-06-01',
      compare: 'previous_period',
    });
    expect(answer.rows[0]).not.toHaveProperty('previous');
    expect(answer.previousPeriod).toBeDefined();
  });
});

describe('an empty warehouse', () => {
  it('answers zeros and nulls, and no groups', async () => {
    const empty = await duckdbSource([]);
    const answer = await answerQuestion({ metrics, compare: 'previous_period' }, empty);
    expect(answer.rows).toHaveLength(1);
    expect(answer.rows[0]?.values).toMatchObject({
      sessions: { value: 0 },
      resolution_rate: { value: null, numerator: 0, denominator: 0, low: null, high: null },
      avg_call_duration: { value: null, n: 0 },
      p90_call_duration: { value: null, n: 0 },
    });
    expect((await answerQuestion({ metrics, by: ['topic_name', 'month'] }, empty)).rows).toEqual([]);
  });
});
