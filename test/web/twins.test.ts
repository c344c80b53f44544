import { describe, expect, it } from 'vitest';
import type { RateValue } from '../../src/server/api.ts';
import { markNumber } from '../../web/src/model/mark-number.ts';
import type { Page, TopicRow } from '../../web/src/model/page.ts';
import { barRows, outcomeTwin, timeTwin, topicTwin } from '../../web/src/model/twins.ts';

const rate = (numerator: number, denominator: number): RateValue => ({
  value: numerator / denominator,
  numerator,
  denominator,
  low: 0,
  high: 1,
});
const topic = (name: string, resolved: number, escalated: number, all: number): TopicRow => ({
  topic: name,
  sessions: all,
  resolution: rate(resolved, all),
  outcomes: new Map([
    ['Resolved', rate(resolved, all)],
    ['Escalated', rate(escalated, all)],
    ['Abandoned', rate(all - resolved - escalated, all)],
  ]),
});
const page: Page = {
  kpis: [],
  sparkGrain: 'week',
  grain: 'month',
  points: [],
  topics: [topic('Bills', 60, 30, 100), topic('Lines', 20, 20, 50)],
  overall: rate(80, 150),
  sessions: 150,
  period: { from: null, to: null },
  compared: undefined,
  elapsed: undefined,
  isCutBefore: false,
};
const spaced = (cells: readonly string[] = []) => cells.map((cell) => cell.replaceAll('\u00a0', ' '));

describe('a chart as a table', () => {
  it('ends with the sum of its rows, rates from sums and not from rates', () => {
    const { columns, total } = outcomeTwin(page);
    expect(spaced(total)).toEqual(['All topics', '150', '80', '53.3 %', '50', '33.3 %', '20', '13.3 %']);
    expect(columns).toHaveLength(total.length);
    const whole = ['53.3 %', '0.0 %', '100.0 %', '80', '150'];
    expect(spaced(topicTwin(page, barRows(page.topics)).total)).toEqual(['All topics', ...whole]);
    expect(spaced(timeTwin(page).total)).toEqual(['Whole period', ...whole]);
  });
});

describe('a missing topic', () => {
  it('is not a topic that is named "(none)"', () => {
    const missing = { ...topic('', 1, 1, 2), topic: null };
    const topics = [missing, topic('(none)', 1, 1, 2)];
    const names = [topicTwin(page, topics), outcomeTwin({ ...page, topics })].map(({ rows }) =>
      rows.map(([name]) => name),
    );
    expect(names).toEqual([
      [null, '(none)'],
      [null, '(none)'],
    ]);
  });
});

describe('the list behind a mark says how its calls make the number', () => {
  it.each([
    [{}, 60, '60.0 % of the 100 with a status'],
    [{ part: 'denominator' }, 100, 'of which 60 resolved (60.0 %)'],
    [{ status: 'Escalated' }, 30, '30.0 % of the 100 with a status'],
  ] as const)('%o', (mark, calls, text) => {
    const said = markNumber({ metric: 'resolution_rate', topic: 'Bills', ...mark }, page);
    expect({ ...said, text: spaced([said.text])[0] }).toEqual({ calls, text });
  });
});
