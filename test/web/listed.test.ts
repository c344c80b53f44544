import { describe, expect, it } from 'vitest';
import { choose, type FieldFilter, passes, withFilter } from '../../web/src/model/filters.ts';
import { callsOf, titleOf } from '../../web/src/model/listed.ts';
import { pageQuestions, scopeOf, without, withoutTime } from '../../web/src/model/scope.ts';
import { metric } from './metrics.ts';

const billing: FieldFilter = { field: 'topic_type', exclude: false, values: ['Billing', null] };
const march: FieldFilter = { field: 'month', exclude: false, values: ['2025-03-01'] };
const span = { from: '2025-07-10', to: '2026-01-01' };
const scope = scopeOf(span, 'America/New_York', [billing]);

describe('a mark asks for exactly its calls', () => {
  it('keeps to the page: range, zone, base and filters', () => {
    expect(callsOf({ metric: 'sessions', of: [] }, scope)).toEqual({
      ...span,
      timeZone: 'America/New_York',
      base: 'all',
      where: [{ field: 'topic_type', op: 'in', values: ['Billing', null] }],
    });
    expect(callsOf({ metric: 'resolution_rate', part: 'denominator', of: [] }, scope).behind).toEqual({
      metric: 'resolution_rate',
      part: 'denominator',
    });
  });

  it('of another period than the page, where its number is of one', () => {
    const during = { from: '2025-01-01T05:00:00.000Z', to: '2025-07-10T04:00:00.000Z' };
    const listed = { metric: 'sessions', during, of: [] };
    expect(callsOf(listed, scope)).toEqual({ ...callsOf({ metric: 'sessions', of: [] }, scope), ...during });
    expect(titleOf(listed, metric('sessions'), [], 'America/New_York')).toBe(
      'All calls · 1 Jan – 9 Jul 2025',
    );
  });

  it('says in words what is listed', () => {
    const topic: FieldFilter = { field: 'topic_name', exclude: false, values: ['Payment Issue'] };
    const none: FieldFilter = { ...topic, values: [null] };
    const title = (name: string, filters: FieldFilter[], part?: 'denominator') =>
      titleOf(
        { metric: name, of: filters.map(({ field }) => field), ...(part ? { part } : {}) },
        metric(name),
        filters,
        'UTC',
      );
    expect(title('resolution_rate', [topic])).toBe('Resolved calls · Payment Issue');
    expect(title('status_missing_rate', [none])).toBe('Calls without a status · topic (none)');
    const tenure: FieldFilter = { field: 'tenure_band', exclude: false, values: ['0–5', '60+'] };
    expect(title('resolution_rate', [tenure])).toBe('Resolved calls · 0–5 months or 60+ months');
    expect(title('escalation_rate', [march], 'denominator')).toBe('Calls with a status · Mar 2025');
  });
});

describe('choosing a mark', () => {
  it('filters by it in place of what its fields had', () => {
    const chosen = choose([billing, march], { month: '2025-04-01' }, false);
    expect(chosen).toEqual([billing, { ...march, values: ['2025-04-01'] }]);
  });

  it('adds to it, and takes away what was added', () => {
    const two = choose([march], { month: '2025-04-01' }, true);
    expect(two).toEqual([{ ...march, values: ['2025-03-01', '2025-04-01'] }]);
    expect(choose(two, { month: '2025-03-01' }, true)).toEqual([{ ...march, values: ['2025-04-01'] }]);
    expect(choose([march], { month: '2025-03-01' }, true)).toEqual([]);
  });

  it('of a total clears the filter of its axis', () => {
    expect(choose([billing, march], { month: undefined }, false)).toEqual([billing]);
  });
});

describe('filters', () => {
  it('have one place a field, and go without values', () => {
    const not = { ...billing, exclude: true };
    expect(withFilter([billing, march], not)).toEqual([not, march]);
    expect(withFilter([billing, march], { ...billing, values: [] })).toEqual([march]);
  });

  it('leave what they name, or what they do not', () => {
    expect([passes(billing, null), passes(billing, 'Sales')]).toEqual([true, false]);
    expect(passes({ ...billing, exclude: true }, 'Sales')).toBe(true);
    expect(passes(undefined, 'Sales')).toBe(true);
  });
});

describe('a chart is under all filters but those on its axis', () => {
  const filtered = scopeOf(span, 'UTC', [billing, march, { ...billing, field: 'topic_name' }]);
  const shown = {
    compare: 'previous_period',
    chartGrain: 'month',
    sparkGrain: 'week',
    trendMetric: 'resolution_rate',
    topicMetric: 'resolution_rate',
  } as const;
  const fields = (question: { where?: readonly { field: string }[] } | null) =>
    question?.where?.map(({ field }) => field);

  it('of topics, and of time in every grain', () => {
    expect(fields(without(filtered, 'topic_name'))).toEqual(['topic_type', 'month']);
    expect(fields(withoutTime(filtered))).toEqual(['topic_type', 'topic_name']);
  });

  it('and so is its average, which asks nothing while no filter lies there', () => {
    const crossed = pageQuestions(filtered, shown);
    expect(fields(crossed.topicAverage)).toEqual(['topic_type', 'month']);
    expect(fields(crossed.trendAverage)).toEqual(['topic_type', 'topic_name']);
    const plain = pageQuestions(scope, shown);
    expect([plain.topicAverage, plain.trendAverage]).toEqual([null, null]);
  });
});
