import { describe, expect, it } from 'vitest';
import {
  bucketTick,
  days,
  duration,
  durationChange,
  percent,
  points,
  relative,
} from '../../web/src/model/format.ts';

const spaced = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers as they are read', () => {
  it.each([
    [0.6812, '68.1 %'],
    [1, '100.0 %'],
    [0, '0.0 %'],
    [null, '–'],
  ])('share %s is %s', (share, text) => expect(spaced(percent(share))).toBe(text));

  it.each([
    [0.0123, '+1.2 pp'],
    [-0.0123, '−1.2 pp'],
    [-0.0004, '±0.0 pp'],
  ])('difference %s is %s', (difference, text) => expect(spaced(points(difference))).toBe(text));

  it.each([
    [0, '0:00'],
    [59.6, '1:00'],
    [245, '4:05'],
    [3671, '1:01:11'],
  ])('%s s is %s', (sec, text) => expect(duration(sec)).toBe(text));

  it('gives every change its sign', () => {
    expect(spaced(relative(50, 1000))).toBe('+5.0 %');
    expect(durationChange(-5.2)).toBe('−0:05');
    expect(durationChange(0.2)).toBe('±0:00');
  });

  it('names a bucket on the axis, one that is not whole by its days', () => {
    const july = { start: '2025-07-01', from: '2025-07-01', to: '2025-08-01', partial: false };
    expect(bucketTick(july, 'month', null)).toBe('Jul 2025');
    expect(bucketTick(july, 'month', '2025-06-01')).toBe('Jul');
    expect(bucketTick(july, 'month', '2024-10-01')).toBe('Jul 2025');
    const cut = { ...july, from: '2025-07-03', partial: true };
    expect(bucketTick(cut, 'month', null)).toBe('3–31 Jul 2025');
    const week = { start: '2025-06-30', from: '2025-06-30', to: '2025-07-03', partial: true };
    expect(bucketTick(week, 'week', '2025-06-23')).toBe('30 Jun–2 Jul');
    expect(bucketTick({ ...week, to: '2025-07-01' }, 'week', '2025-06-23')).toBe('30 Jun');
  });

  it('writes a span of days with the year once', () => {
    expect(days('2025-07-01', '2025-12-31')).toBe('1 Jul – 31 Dec 2025');
    expect(days('2024-12-24', '2025-06-25')).toBe('24 Dec 2024 – 25 Jun 2025');
    expect(days('2025-09-01', '2025-09-01')).toBe('1 Sep 2025');
  });
});
