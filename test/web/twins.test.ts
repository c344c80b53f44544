import { describe, expect, it } from 'vitest';
import type { Answer, AnswerRow, RateValue } from '../../src/server/api.ts';
import { barsSentence, trendSentence } from '../../web/src/model/sentences.ts';
import { metricTwin, sharesTwin } from '../../web/src/model/twins.ts';
import { outcomesOf } from '../../web/src/views/points.ts';
import { metric } from './metrics.ts';

const rate = (numerator: number, denominator: number): RateValue => ({
  value: numerator / denominator,
  numerator,
  denominator,
  low: 0,
  high: 1,
});
const topic = (name: string | null, resolved: number, escalated: number, all: number): AnswerRow => ({
  key: { topic_name: name },
  values: {
    sessions: { value: all },
    resolution_rate: rate(resolved, all),
    escalation_rate: rate(escalated, all),
    abandonment_rate: rate(all - resolved - escalated, all),
    status_missing_rate: rate(0, all),
  },
});
const answer = (rows: AnswerRow[]): Answer => ({
  rows,
  period: { from: null, to: null },
  timeZone: 'UTC',
  dataVersion: 1,
});
const spaced = (cells: readonly string[] = []) => cells.map((cell) => cell.replaceAll('\u00a0', ' '));

describe('a chart as a table', () => {
  it('ends with the sum of its rows, rates from sums and not from rates', () => {
    const { columns, rows, total } = outcomesOf(
      answer([topic('Bills', 60, 30, 100), topic('Lines', 20, 20, 50)]),
      'topic_name',
    );
    const heads = columns.map(([status]) => status ?? '');
    const twin = sharesTwin(
      'Topic',
      heads,
      rows.map(({ key, sessions, rates }) => ({ name: key, all: sessions, values: rates })),
      { name: 'All topics', all: total.sessions, values: total.rates },
    );
    expect(heads).toEqual(['Resolved', 'Escalated', 'Abandoned']);
    expect(spaced(twin.total)).toEqual(['All topics', '150', '80', '53.3 %', '50', '33.3 %', '20', '13.3 %']);
    expect(twin.columns).toHaveLength(twin.total?.length ?? 0);
  });

  it('has the interval and what was counted beside each number', () => {
    const marks = [{ name: 'Bills', value: rate(60, 100) }];
    const twin = metricTwin(metric('resolution_rate'), 'Topic', marks);
    expect(twin.columns).toEqual([
      'Topic',
      'Resolution rate',
      '95 % low',
      '95 % high',
      'Counted',
      'Of calls',
    ]);
    expect(spaced(twin.rows[0]?.slice(1) as string[])).toEqual(['60.0 %', '0.0 %', '100.0 %', '60', '100']);
    const count = metricTwin(metric('sessions'), 'Topic', [{ name: 'Bills', value: { value: 7 } }]);
    expect([count.columns, count.rows]).toEqual([['Topic', 'Chat sessions'], [['Bills', '7']]]);
  });
});

describe('a missing topic', () => {
  it('is not a topic that is named "(none)"', () => {
    const { rows } = outcomesOf(answer([topic(null, 1, 1, 2), topic('(none)', 1, 1, 2)]), 'topic_name');
    expect(rows.map(({ key }) => key)).toEqual([null, '(none)']);
  });
});

describe('a sentence says what the chart shows', () => {
  const named = (name: string, share: number, n = 100) => ({ name, value: rate(Math.round(share * n), n) });
  const resolution = metric('resolution_rate');

  it('over time: from where to where, and the extreme between', () => {
    const points = [named('Jan', 0.5), named('Feb', 0.7), named('Mar', 0.6)];
    expect(spaced([trendSentence(resolution, points)])[0]).toBe(
      'From 50.0 % in Jan to 60.0 % in Mar; highest in Feb (70.0 %).',
    );
    expect(trendSentence(resolution, points.slice(0, 1))).toBe(
      'Too few calls to say how the resolution rate moved.',
    );
  });

  it('of bars: the highest and the lowest that are of enough calls', () => {
    const bars = [named('A', 0.5), named('B', 0.7), named('few', 1, 5)];
    expect(spaced([barsSentence(resolution, bars, 0.6)])[0]).toBe(
      'Highest for B (70.0 %), lowest for A (50.0 %), on average 60.0 %. Grey: n under 30.',
    );
  });
});
