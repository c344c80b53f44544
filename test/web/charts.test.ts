import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../web/src/calls/outcome.ts';
import { contrast } from '../../web/src/charts/contrast.ts';
import { keySteps } from '../../web/src/charts/heat.ts';
import { labelledAt } from '../../web/src/charts/line-layout.ts';
import { shadeOf } from '../../web/src/charts/shades.ts';
import { stepFrom } from '../../web/src/charts/step.ts';
import { tipTop } from '../../web/src/charts/tip.ts';
import { sizeText } from '../../web/src/kpi/change.ts';
import { bucketsOf } from '../../web/src/model/buckets.ts';
import { NO_RATE } from '../../web/src/model/values.ts';

const STATUSES = ['Resolved', 'Escalated', 'Abandoned', null] as const;
const shares = Array.from({ length: 101 }, (_, index) => index / 100);

describe('the heatmap', () => {
  it.each(['light', 'dark'] as const)('has a readable number on every shade, %s', (theme) => {
    for (const status of STATUSES)
      for (const share of shares) {
        const { ground, ink } = shadeOf(theme, status, share);
        expect(contrast(ground, ink), `${status} at ${share}`).toBeGreaterThanOrEqual(4.5);
      }
  });

  it('mixes its shades from the palette of the page', () => {
    const tokens = readFileSync(new URL('../../web/src/tokens.css', import.meta.url), 'utf8');
    const shades = readFileSync(new URL('../../web/src/charts/shades.ts', import.meta.url), 'utf8');
    const hexes = shades.match(/PALETTE = [^;]+/)?.[0].match(/#[0-9a-f]{6}/g) ?? [];
    expect(hexes).toHaveLength(10);
    for (const hex of hexes) expect(tokens).toContain(hex);
  });
});

describe('the key of the heatmap', () => {
  it('has round steps, of calls whole ones', () => {
    expect(keySteps(1754, 'counts')).toEqual([0, 500, 1000, 1500]);
    expect(keySteps(2, 'counts')).toEqual([0, 1, 2]);
    expect(keySteps(1, 'percent').at(-1)).toBe(1);
  });
});

describe('the axis of time names', () => {
  const half = { from: '2025-07-03', to: '2026-01-01' };
  const named = (grain: 'day' | 'week' | 'month', step: number) => {
    const points = bucketsOf(half, grain, half).map((bucket) => ({ ...bucket, rate: NO_RATE }));
    return labelledAt(points, grain, step).map((index) => points[index]?.start);
  };

  it('every month where there is room, else every second', () => {
    expect(named('month', 200)).toHaveLength(6);
    expect(named('month', 40)).toEqual(['2025-07-01', '2025-09-01', '2025-11-01']);
  });

  it('of days the first of each month, or Mondays', () => {
    const firsts = ['2025-08-01', '2025-09-01', '2025-10-01', '2025-11-01', '2025-12-01'];
    expect(named('day', 7)).toEqual(firsts);
    expect(named('day', 1.5)).toEqual(firsts.filter((_, index) => index % 2 === 0));
    expect(named('day', 10).slice(0, 2)).toEqual(['2025-07-07', '2025-07-14']);
  });
});

describe('text on the page has contrast', () => {
  const tokens = readFileSync(new URL('../../web/src/tokens.css', import.meta.url), 'utf8');
  it.each(tokens.split('\n\n'))('in %#', (block) => {
    const token = (name: string) => block.match(new RegExp(`--${name}: (#[0-9a-f]{6})`))?.[1] ?? '';
    for (const ground of ['page', 'surface'])
      for (const ink of [
        'ink',
        'quiet',
        'faint',
        'accent',
        'resolved-text',
        'escalated-text',
        'positive',
        'negative',
      ])
        expect(contrast(token(ground), token(ink)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });
});

describe('a tooltip', () => {
  it('stands above its bar, and below where it would cover the label of the average', () => {
    const bar = { height: 42, clear: 30, mark: 12 };
    expect(tipTop({ ...bar, y: 90 })).toBe(40);
    expect(tipTop({ ...bar, y: 37 })).toBe(57);
  });
});

describe('a key figure', () => {
  const kpi = { value: { value: 5 }, n: 7, was: null, change: null, isCut: false, good: null, spark: [] };

  it('says its n, but customers not the number of calls, of which some have none', () => {
    expect(sizeText({ ...kpi, name: 'resolution_rate' })).toBe('7');
    expect(sizeText({ ...kpi, name: 'customers' })).toBeNull();
  });
});

describe('arrow keys', () => {
  it('walk a grid and stay inside it', () => {
    expect(stepFrom('ArrowRight', 0, 12, 4)).toBe(1);
    expect(stepFrom('ArrowDown', 1, 12, 4)).toBe(5);
    expect(stepFrom('ArrowDown', 9, 12, 4)).toBe(9);
    expect(stepFrom('ArrowUp', 5, 12, 4)).toBe(1);
    expect(stepFrom('End', 5, 12, 4)).toBe(11);
    expect(stepFrom('Tab', 5, 12, 4)).toBeNull();
  });
});

describe('a transcript', () => {
  it('shows what was redacted, and takes nothing else for it', () => {
    const redacted = piecesOf('my card [CARD], and [I said] a[1] <b>[EMAIL]</b>');
    expect(redacted.filter((piece) => piece.redacted).map((piece) => piece.text)).toEqual([
      '[CARD]',
      '[EMAIL]',
    ]);
    expect(redacted.map((piece) => piece.text).join('')).toBe(
      'my card [CARD], and [I said] a[1] <b>[EMAIL]</b>',
    );
  });
});
