import { describe, expect, it } from 'vitest';
import { closedSpan, elapsedPart, periodOf, spanBefore, spanOf } from '../../src/metrics/period.ts';
import type { Comparison, Scope } from '../../src/metrics/question.ts';

const extent = {
  firstCall: '2024-01-01T00:00:00.000Z',
  newestCall: '2026-06-30T12:00:00.000Z',
  dataVersion: 1,
};

function periodBefore(scope: Scope, compare: Comparison, newestCall = extent.newestCall): (string | null)[] {
  const data = { ...extent, newestCall };
  const span = closedSpan(spanOf(scope), data);
  if (!span) throw new Error('The span is empty.');
  const { from, to } = periodOf(spanBefore(span, compare, scope.timeZone ?? 'UTC', data));
  return [from, to];
}

describe('from and to', () => {
  it.each([
    ['2025-03-09', 'America/New_York', '2025-03-09T05:00:00.000Z'],
    ['2025-03-10', 'America/New_York', '2025-03-10T04:00:00.000Z'],
    ['2025-03-09T12:30', 'Asia/Kolkata', '2025-03-09T07:00:00.000Z'],
    // Skipped by the clocks: read as the later time.
    ['2025-03-09T02:30', 'America/New_York', '2025-03-09T07:30:00.000Z'],
    // Midnight itself is skipped: the day begins at one.
    ['2025-09-07', 'America/Santiago', '2025-09-07T04:00:00.000Z'],
    ['2025-03-09T12:30:00-03:00', 'Asia/Kolkata', '2025-03-09T15:30:00.000Z'],
    ['2025-03-09T12:30:00Z', 'Asia/Kolkata', '2025-03-09T12:30:00.000Z'],
  ])('%s in %s', (from, timeZone, instant) => {
    expect(periodOf(spanOf({ from, timeZone })).from).toBe(instant);
  });

  it.each([
    'yesterday',
    '2025-13-01',
    '2025-02-30',
    '2025-1-1',
    '',
    '0000-01-01',
    '+275000-01-01',
    '2025-01-01T25:00',
  ])('refuses "%s"', (from) => {
    expect(() => spanOf({ from })).toThrow(expect.objectContaining({ code: 'bad_time', kind: 'usage' }));
  });

  it('refuses a period that ends before it begins, or at once', () => {
    for (const to of ['2025-01-01', '2024-12-31']) {
      expect(() => spanOf({ from: '2025-01-01', to })).toThrow(expect.objectContaining({ code: 'bad_time' }));
    }
  });

  it('refuses a zone that is none', () => {
    expect(() => spanOf({ timeZone: 'Mars/Olympus' })).toThrow(
      expect.objectContaining({ code: 'bad_time_zone' }),
    );
  });
});

describe('the period before', () => {
  it('is moved back by whole weeks when it is a week or more', () => {
    expect(periodBefore({ from: '2025-01-01', to: '2025-02-01' }, 'previous_period')).toEqual([
      '2024-11-27T00:00:00.000Z',
      '2024-12-28T00:00:00.000Z',
    ]);
    expect(periodBefore({ from: '2025-01-06', to: '2025-01-13' }, 'previous_period')).toEqual([
      '2024-12-30T00:00:00.000Z',
      '2025-01-06T00:00:00.000Z',
    ]);
  });

  it('is moved back by its length when it is shorter', () => {
    expect(periodBefore({ from: '2025-01-06T10:00', to: '2025-01-06T12:00' }, 'previous_period')).toEqual([
      '2025-01-06T08:00:00.000Z',
      '2025-01-06T10:00:00.000Z',
    ]);
  });

  it('keeps local days across a change of clocks', () => {
    const timeZone = 'America/New_York';
    // The day after a day of 23 hours, and a week that holds it.
    expect(periodBefore({ from: '2025-03-10', to: '2025-03-11', timeZone }, 'previous_period')).toEqual([
      '2025-03-09T05:00:00.000Z',
      '2025-03-10T04:00:00.000Z',
    ]);
    expect(periodBefore({ from: '2025-03-03', to: '2025-03-10', timeZone }, 'previous_period')).toEqual([
      '2025-02-24T05:00:00.000Z',
      '2025-03-03T05:00:00.000Z',
    ]);
    expect(periodBefore({ from: '2025-03-10', to: '2025-03-17', timeZone }, 'previous_period')).toEqual([
      '2025-03-03T05:00:00.000Z',
      '2025-03-10T04:00:00.000Z',
    ]);
  });

  it('is the same weekdays a year ago: 364 days', () => {
    expect(periodBefore({ from: '2025-03-10', to: '2025-03-17' }, 'previous_year')).toEqual([
      '2024-03-11T00:00:00.000Z',
      '2024-03-18T00:00:00.000Z',
    ]);
  });

  it('compares the elapsed part of a period that is not over', () => {
    const newest = '2025-01-10T12:00:00.000Z';
    const scope = { from: '2025-01-01', to: '2025-02-01' };
    expect(periodBefore(scope, 'previous_period', newest)).toEqual([
      '2024-11-27T00:00:00.000Z',
      '2024-12-06T12:00:00.001Z',
    ]);
    const span = closedSpan(spanOf(scope), { ...extent, newestCall: newest });
    expect(span && elapsedPart(span, { ...extent, newestCall: newest })).toEqual({
      fromMs: Date.parse('2025-01-01T00:00:00Z'),
      toMs: Date.parse(newest) + 1,
    });
  });

  it('stays before the period when the clocks are put back within it', () => {
    const scope = { from: '2025-11-02T05:50:00Z', to: '2025-11-02T06:10:00Z', timeZone: 'America/New_York' };
    const [from, to] = periodBefore(scope, 'previous_period');
    expect(from).toBe('2025-11-02T05:30:00.000Z');
    expect(Date.parse(to ?? '')).toBeLessThanOrEqual(Date.parse('2025-11-02T05:50:00Z'));
  });
});
