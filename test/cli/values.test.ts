import { describe, expect, it } from 'vitest';
import { formatBytes, formatChange, formatDuration, formatValue } from '../../src/cli/values.ts';

describe('numbers for a person', () => {
  it.each([
    [0.68123, 'share', '68.1 %'],
    [1, 'share', '100.0 %'],
    [null, 'share', '–'],
    [1234.0, 'sessions', '1,234'],
    [184.6, 'sec', '3:05'],
    [59.6, 'sec', '1:00'],
    [3599.5, 'sec', '1:00:00'],
    [0, 'sec', '0:00'],
    [4.256, 'turns', '4.26'],
    [-0.12345, 'score', '−0.123'],
  ] as const)('%s %s is %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it.each([
    [0.0123, 'share', '+1.2 pp'],
    [-0.0123, 'share', '−1.2 pp'],
    [-0.0001, 'share', '0.0 pp'],
    [12, 'sessions', '+12'],
    [-1200, 'customers', '−1,200'],
    [0, 'sessions', '0'],
    [-65, 'sec', '−1:05'],
    [5, 'sec', '+0:05'],
    [0.2, 'sec', '0:00'],
    [null, 'share', '–'],
  ] as const)('a change of %s %s is %s', (value, unit, text) => {
    expect(formatChange({ value }, unit)).toBe(text);
  });

  it('shortens bytes and long calls', () => {
    expect([formatBytes(1234), formatBytes(98_765_432), formatDuration(7325)]).toEqual([
      '1.2 kB',
      '98.8 MB',
      '2:02:05',
    ]);
  });
});
