import { describe, expect, it } from 'vitest';
import { bucketsOf } from '../../web/src/model/buckets.ts';
import { bucketEnd, bucketOf, isAskable, localDate } from '../../web/src/model/dates.ts';
import { PRESETS, type Preset, spanOf, spanOfCalls } from '../../web/src/model/range.ts';

const year = { from: '2025-01-01', to: '2026-01-01' };

describe('ranges are anchored at the newest call', () => {
  it('takes whole calendar months, the newest call in the last', () => {
    expect(spanOf({ preset: '6m' }, year)).toEqual({ from: '2025-07-01', to: '2026-01-01' });
    expect(spanOf({ preset: '6m' }, { ...year, to: '2025-12-16' })).toEqual({
      from: '2025-07-01',
      to: '2026-01-01',
    });
    expect(spanOf({ preset: '12m' }, year)).toEqual(year);
  });

  it('ends the last 28 days, and the last 26 weeks, with the day of the newest call', () => {
    expect(spanOf({ preset: '28d' }, year)).toEqual({ from: '2025-12-04', to: '2026-01-01' });
    expect(spanOf({ preset: '26w' }, year)).toEqual({ from: '2025-07-03', to: '2026-01-01' });
  });

  it('reads the dates of the calls off the wall calendar of the reporting zone', () => {
    const instants = { firstCall: '2025-01-01T03:00:00Z', newestCall: '2026-01-01T03:00:00Z' };
    expect(spanOfCalls({ ...instants, timeZone: 'America/New_York' })).toEqual({
      from: '2024-12-31',
      to: '2026-01-01',
    });
    expect(localDate('2025-03-30T22:30:00Z', 'Europe/Berlin')).toBe('2025-03-31');
    expect(spanOfCalls({ firstCall: null, newestCall: null, timeZone: 'UTC' })).toBeNull();
  });
});

describe('calls of a broken clock', () => {
  const spanFor = (firstCall: string, newestCall: string, timeZone = 'UTC') =>
    spanOfCalls({ firstCall, newestCall, timeZone });

  it.each(['UTC', 'America/New_York', 'Pacific/Kiritimati'])(
    'leave a span that can be asked for, %s',
    (zone) => {
      const years = ['0001-01-01T00:00:00Z', '-000044-03-15T12:00:00Z', '1969-12-31T23:00:00Z'];
      for (const first of years) {
        expect(spanFor(first, '9999-12-31T23:59:59.999Z', zone)).toEqual({
          from: '1970-01-01',
          to: '2100-01-01',
        });
        expect(spanFor(first, '2025-03-01T12:00:00Z', zone)?.from).toBe('1970-01-01');
        expect(spanFor(first, first, zone)).toEqual({ from: '1970-01-01', to: '1970-01-02' });
      }
      const late = spanFor('9999-12-31T23:59:59.999Z', '+010000-06-01T00:00:00Z', zone);
      expect(late && late.from < late.to).toBe(true);
    },
  );

  it('leave every preset with dates, and its buckets', () => {
    const calls = spanFor('0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z') ?? year;
    for (const preset of Object.keys(PRESETS) as Preset[]) {
      const span = spanOf({ preset }, calls);
      expect(span.from < span.to && isAskable(span.from) && isAskable(span.to)).toBe(true);
      expect(bucketsOf(span, 'month', calls).length).toBeLessThanOrEqual(1560);
    }
  });

  it('are dated with four digits of a year', () => {
    expect(localDate('0801-02-03T12:00:00Z', 'UTC')).toBe('0801-02-03');
  });
});

describe('buckets cover the span without gap or overlap', () => {
  it.each(['day', 'week', 'month'] as const)('by %s', (grain) => {
    const span = { from: '2025-01-15', to: '2025-04-10' };
    const buckets = bucketsOf(span, grain, year);
    expect(buckets[0]?.from).toBe(span.from);
    expect(buckets.at(-1)?.to).toBe(span.to);
    for (const [index, bucket] of buckets.slice(1).entries()) expect(bucket.from).toBe(buckets[index]?.to);
    for (const bucket of buckets) expect(bucketOf(bucket.from, grain)).toBe(bucket.start);
  });

  it('marks what is cut by the range or not over at the newest call', () => {
    const partial = (to: string, newest: string) =>
      bucketsOf({ from: '2025-07-01', to }, 'month', { ...year, to: newest }).map((bucket) => bucket.partial);
    expect(partial('2025-10-01', '2026-01-01')).toEqual([false, false, false]);
    expect(partial('2025-10-01', '2025-09-20')).toEqual([false, false, true]);
    expect(partial('2025-09-20', '2026-01-01')).toEqual([false, false, true]);
  });

  it('starts ISO weeks on Monday and ends months by the calendar', () => {
    expect(bucketOf('2025-01-01', 'week')).toBe('2024-12-30');
    expect(bucketOf('2025-01-05', 'week')).toBe('2024-12-30');
    expect(bucketEnd('2024-02-01', 'month')).toBe('2024-03-01');
  });
});
