import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { labelledAt } from '../../web/src/charts/line-layout.ts';
import { addDays } from '../../web/src/model/dates.ts';
import { bucketName, bucketTick } from '../../web/src/model/format.ts';
import { hourBuckets } from '../../web/src/model/hours.ts';
import { valueName } from '../../web/src/model/labels.ts';
import { grainsFor, shownGrain } from '../../web/src/model/range.ts';
import { narrowedTo } from '../../web/src/views/buckets.ts';

const LATER = '2026-01-01T00:00:00Z';
const daysFrom = (from: string, days: number) => ({ from, to: addDays(from, days) });

describe('hours of a day', () => {
  it.each([
    ['Europe/Berlin', '2025-03-30', 23],
    ['Europe/Berlin', '2025-10-26', 25],
    ['Europe/Berlin', '2025-07-01', 24],
    ['America/Santiago', '2025-04-05', 25],
    ['America/Santiago', '2025-09-07', 23],
    ['Australia/Lord_Howe', '2025-04-06', 24.5],
    ['Australia/Lord_Howe', '2025-10-05', 23.5],
    ['Asia/Kolkata', '2025-03-30', 24],
    ['Pacific/Kiritimati', '2025-03-30', 24],
  ])('are those that clocks in %s show on %s: %d', (zone, date, hoursInDay) => {
    const start = Temporal.PlainDate.from(date).toZonedDateTime(zone);
    expect(start.hoursInDay).toBe(hoursInDay);
    const buckets = hourBuckets(daysFrom(date, 1), zone, LATER);
    const shown = new Set<string>();
    for (let minutes = 0; minutes < hoursInDay * 60; minutes += 5) {
      shown.add(`${start.add({ minutes }).toPlainDateTime().toString().slice(0, 13)}:00`);
    }
    expect(buckets.map((bucket) => bucket.start)).toEqual([...shown]);
    expect(buckets.filter(({ isLonger }) => isLonger)).toHaveLength(hoursInDay > 24 ? 1 : 0);
  });

  it('end with that of the newest call, which is not over', () => {
    const buckets = hourBuckets(daysFrom('2025-07-01', 3), 'Asia/Kolkata', '2025-07-02T06:10:00Z');
    expect(buckets).toHaveLength(24 + 12);
    expect(buckets.at(-1)).toMatchObject({
      start: '2025-07-02T11:00',
      to: '2025-07-02T12:00',
      partial: true,
    });
    expect(buckets.filter(({ partial }) => partial)).toHaveLength(1);
  });
});

describe('charts by hour', () => {
  it('are for fourteen days at most, and what was asked for longer ones falls back', () => {
    expect(grainsFor(14)).toContain('hour');
    expect(grainsFor(15)).not.toContain('hour');
    expect(shownGrain('hour', 14)).toBe('hour');
    expect(shownGrain('hour', 15)).toBe('day');
    expect(shownGrain('hour', 182)).toBe('month');
    expect(shownGrain('quarter', 7)).toBe('quarter');
    // The longest has a day of 25 hours.
    expect(hourBuckets(daysFrom('2025-10-20', 14), 'Europe/Berlin', LATER).length).toBeLessThanOrEqual(400);
  });

  it('name hours that part the day evenly, and midnight by its day', () => {
    const starts = hourBuckets(daysFrom('2025-03-29', 3), 'Europe/Berlin', LATER).map(({ start }) => start);
    const named = (step: number) => labelledAt(starts, 'hour', step).map((index) => starts[index]?.slice(5));
    expect(named(60)).toHaveLength(71);
    expect(named(12).slice(0, 6)).toEqual([
      '03-29T00:00',
      '03-29T06:00',
      '03-29T12:00',
      '03-29T18:00',
      '03-30T00:00',
      '03-30T06:00',
    ]);
    expect(named(2.5)).toEqual(['03-29T00:00', '03-30T00:00', '03-31T00:00']);
    expect(named(1.5)).toEqual(['03-29T00:00', '03-31T00:00']);
    const tick = (start: string, before: string | null) =>
      bucketTick({ start, from: start, to: start, partial: false }, 'hour', before);
    expect(tick('2025-03-30T00:00', null)).toBe('30 Mar 2025');
    expect(tick('2025-03-30T00:00', '2025-03-29T18:00')).toBe('30 Mar');
    expect(tick('2025-03-30T06:00', '2025-03-30T00:00')).toBe('06:00');
    expect(bucketName('2025-03-30T06:00', 'hour')).toBe('30 Mar 2025, 06:00');
    expect(valueName('hour', '2025-03-30T06:00')).toBe('30 Mar 2025, 06:00');
  });

  it('narrow to hours up to a day of them, and to the days of more', () => {
    const buckets = hourBuckets(daysFrom('2025-07-01', 3), 'UTC', LATER);
    const chosen = ['2025-07-01T05:00', '2025-07-01T06:00'];
    expect(narrowedTo(buckets.slice(5, 7), 'hour', [])).toEqual({
      filters: [{ field: 'hour', exclude: false, values: chosen }],
    });
    expect(narrowedTo(buckets.slice(5, 30), 'hour', [])).toEqual({
      range: { from: '2025-07-01', to: '2025-07-03' },
    });
  });
});
