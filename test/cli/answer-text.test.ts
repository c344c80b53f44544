import { describe, expect, it } from 'vitest';
import { answerLines, answerTable } from '../../src/cli/answer-text.ts';
import type { Answer, AnswerRow, MetricInfo } from '../../src/server/api.ts';

const metric = (name: string, kind: MetricInfo['kind'], unit: MetricInfo['unit']): MetricInfo => ({
  name,
  kind,
  unit,
  label: name,
  good: null,
  additive: kind === 'count',
  description: '',
});
const METRICS = [
  metric('resolution_rate', 'rate', 'share'),
  metric('sessions', 'count', 'sessions'),
  metric('avg_call_duration', 'mean', 'sec'),
];

function answer(...rows: AnswerRow[]): Answer {
  return { rows, period: { from: null, to: null }, timeZone: 'UTC', dataVersion: 1 };
}

const row = (topic: string | null, resolved: number, sessions: number): AnswerRow => ({
  key: { topic_name: topic },
  values: {
    resolution_rate: {
      value: resolved / sessions,
      numerator: resolved,
      denominator: sessions,
      low: 0.1,
      high: 0.9,
    },
    sessions: { value: sessions },
    avg_call_duration: { value: 184.5, n: sessions },
  },
});

describe('the answer', () => {
  it('is one JSON object per group in a pipe: keys first, then the metrics as they were asked', () => {
    expect(answerLines(answer(row('Payment Issue', 2, 4), row(null, 0, 1)))).toEqual([
      '{"topic_name":"Payment Issue","resolution_rate":{"value":0.5,"numerator":2,"denominator":4,"low":0.1,"high":0.9},"sessions":{"value":4},"avg_call_duration":{"value":184.5,"n":4}}\n',
      '{"topic_name":null,"resolution_rate":{"value":0,"numerator":0,"denominator":1,"low":0.1,"high":0.9},"sessions":{"value":1},"avg_call_duration":{"value":184.5,"n":1}}\n',
    ]);
  });

  it('puts a comparison beside its value', () => {
    const compared: AnswerRow = {
      key: {},
      values: { sessions: { value: 12 } },
      previous: { sessions: { value: 10 } },
      change: { sessions: { value: 2 } },
    };
    expect(answerLines(answer(compared))).toEqual([
      '{"sessions":{"value":12,"previous":{"value":10},"change":{"value":2}}}\n',
    ]);
    expect(answerTable(answer(compared), [], METRICS.slice(1, 2), { hasColour: false })).toBe(
      'sessions  change\n      12      +2\n',
    );
  });

  it('is a table on a terminal: numbers to the right, n beside rates and means', () => {
    const table = answerTable(
      answer(row('Payment Issue', 851, 1250), row(null, 1, 3)),
      ['topic_name'],
      METRICS,
      {
        hasColour: false,
      },
    );
    expect(table.split('\n')).toEqual([
      'topic_name     resolution_rate      n  sessions  avg_call_duration      n',
      'Payment Issue           68.1 %  1,250     1,250               3:05  1,250',
      '(none)                  33.3 %      3         3               3:05      3',
      '',
    ]);
  });

  it('shows the parts of a metric that is always shown split', () => {
    const values = {
      containment_rate: {
        value: 0.75,
        numerator: 75,
        denominator: 100,
        low: 0.6,
        high: 0.8,
        parts: { resolved: 50, abandoned: 25 },
      },
    };
    const split = metric('containment_rate', 'rate', 'share');
    expect(answerTable(answer({ key: {}, values }), [], [split], { hasColour: false })).toBe(
      'containment_rate    n  resolved  abandoned\n          75.0 %  100        50         25\n',
    );
  });

  it('greys what stands on fewer than 30 sessions, where there are colours', () => {
    const table = answerTable(answer(row('a', 1, 29), row('b', 1, 30)), ['topic_name'], METRICS.slice(0, 1), {
      hasColour: true,
    });
    const [, few, enough] = table.split('\n');
    expect(few).toContain('\u001b[2m29\u001b[22m');
    expect(enough).not.toContain('\u001b');
  });

  it('keeps control characters of a value away from the terminal', () => {
    const table = answerTable(answer(row('a\u001b[2Jb\nc', 1, 30)), ['topic_name'], METRICS.slice(1, 2), {
      hasColour: false,
    });
    expect(table).toContain('a�[2Jb�c');
  });
});
