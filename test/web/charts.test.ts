import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../web/src/calls/outcome.ts';
import { contrast } from '../../web/src/charts/contrast.ts';
import { type HeatRow, sortFrom, sortRows, sortText } from '../../web/src/charts/heat.ts';
import { heatScale } from '../../web/src/charts/heat-scale.ts';
import { beyondSentence, lineDomain, sideBeyond } from '../../web/src/charts/line-domain.ts';
import { apart, labelledAt } from '../../web/src/charts/line-layout.ts';
import { divergingShade, shadeOf } from '../../web/src/charts/shades.ts';
import { stepFrom } from '../../web/src/charts/step.ts';
import { tipTop } from '../../web/src/charts/tip.ts';
import { sizeText, verdictOf } from '../../web/src/kpi/change.ts';
import { bucketsOf } from '../../web/src/model/buckets.ts';
import { metric } from './metrics.ts';

const STATUSES = [
  'Resolved',
  'Escalated',
  'Abandoned',
  'positive',
  'negative',
  'plus',
  'minus',
  'none',
] as const;
const shares = Array.from({ length: 101 }, (_, index) => index / 100);

describe('the heatmap', () => {
  it.each(['light', 'dark'] as const)('has a readable number on every shade, %s', (theme) => {
    for (const status of STATUSES)
      for (const share of shares) {
        const { ground, ink } = shadeOf(theme, status, share);
        expect(contrast(ground, ink), `${status} at ${share}`).toBeGreaterThanOrEqual(4.5);
      }
    expect(divergingShade(theme, -0.5)).toEqual(shadeOf(theme, 'minus', 0.5));
  });

  it('mixes its shades from the palette of the page', () => {
    const tokens = readFileSync(new URL('../../web/src/tokens.css', import.meta.url), 'utf8');
    const shades = readFileSync(new URL('../../web/src/charts/shades.ts', import.meta.url), 'utf8');
    const hexes = shades.match(/PALETTE = [^;]+/)?.[0].match(/#[0-9a-f]{6}/g) ?? [];
    expect(hexes).toHaveLength(18);
    for (const hex of hexes) expect(tokens).toContain(hex);
  });
});

describe('the scale of a heatmap', () => {
  const steps = (name: string, ...values: number[]) => {
    const scale = heatScale(
      metric(name),
      values.map((value) => ({ value, n: 99 })),
    );
    return [scale.hues.length > 1, scale.steps.map(({ value }) => value)];
  };

  it('has round steps: of counts from zero, of a number with a sign around it', () => {
    expect(steps('sessions', 30, 404)).toEqual([false, [0, 100, 200, 300, 400]]);
    expect(steps('resolution_rate', 0.6, 0.7)).toEqual([false, [0.6, 0.62, 0.64, 0.66, 0.68, 0.7]]);
    expect(steps('net_sentiment', -0.2, 0.1)).toEqual([true, [-0.2, -0.1, 0, 0.1, 0.2]]);
  });

  it('is sorted by any column, what is missing last, and says so in the address', () => {
    const row = (name: string, rank: number | null) =>
      ({ key: name, name, dims: {}, cells: [{ rank }] }) as unknown as HeatRow;
    const rows = [row('a', 1), row('b', null), row('c', 3)];
    const names = (sort: string) => sortRows(rows, sortFrom(sort)).map(({ name }) => name);
    expect([names('0.desc'), names('0.asc'), names('name.desc'), names('')]).toEqual([
      ['c', 'a', 'b'],
      ['a', 'c', 'b'],
      ['c', 'b', 'a'],
      ['a', 'b', 'c'],
    ]);
    for (const text of ['0.desc', 'name.asc', '']) expect(sortText(sortFrom(text))).toBe(text);
  });
});

describe('the axis of a line', () => {
  const point = (value: number) => ({ key: null, name: '', value: { value }, dims: {} });
  const domain = (name: string, average: number, ...values: number[]) =>
    lineDomain([{ metric: metric(name), points: values.map(point), average }]);

  it('covers its values and the average, of counts from zero and without the sum of all', () => {
    expect(domain('resolution_rate', 0.7, 0.6, 0.62)).toEqual([0.58, 0.72]);
    expect(domain('sessions', 9000, 400, 500)).toEqual([0, 600]);
    expect(domain('system_error_rate', 0, 0, 0.01)[0]).toBe(0);
  });

  it('is that of buckets that say something: a month that has just begun presses none flat', () => {
    const rate = (value: number, denominator: number, low: number, high: number, partial = false) => ({
      key: null,
      name: `Of ${denominator}`,
      value: { value, numerator: value * denominator, denominator, low, high },
      dims: {},
      partial,
    });
    const whole = [rate(0.7, 4000, 0.68, 0.72), rate(0.72, 4000, 0.7, 0.74)];
    const begun = rate(1, 2, 0.34, 1, true);
    const of = (...points: typeof whole) => [{ metric: metric('resolution_rate'), points, average: 0.71 }];
    expect(lineDomain(of(...whole, begun))).toEqual(lineDomain(of(...whole)));
    expect(sideBeyond(lineDomain(of(...whole, begun)), 1)).toBe('above');
    expect(beyondSentence(of(...whole, begun)).replaceAll('\u00a0', ' ')).toBe(
      ' Of 2 is above the scale: 100.0 %, 2 of 2.',
    );
    expect(beyondSentence(of(...whole, rate(0.71, 2, 0.1, 0.9, true)))).toBe('');
    // Of enough calls, or whole and of few, or alone, it counts.
    expect(lineDomain(of(...whole, rate(0.9, 30, 0.8, 1, true)))[1]).toBe(1);
    expect(lineDomain(of(...whole, rate(1, 2, 0.34, 1)))[1]).toBe(1);
    expect(lineDomain(of(begun))[0]).toBeLessThan(0.34);
  });

  it('labels the ends of its lines, none over another', () => {
    expect(apart([50, 10, 55], 30)).toEqual([50, 10, 80]);
  });
});

describe('the axis of time names', () => {
  const half = { from: '2025-07-03', to: '2026-01-01' };
  const named = (grain: 'day' | 'week' | 'month', step: number) => {
    const starts = bucketsOf(half, grain, half).map(({ start }) => start);
    return labelledAt(starts, grain, step).map((index) => starts[index]);
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
  it.each(tokens.split('\n\n').slice(0, 2))('in %#', (block) => {
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
  it('says its n, but customers not the number of calls, of which some have none', () => {
    expect(sizeText({ n: 7, metric: metric('resolution_rate') })).toBe('7');
    expect(sizeText({ n: 7, metric: metric('customers') })).toBeNull();
  });

  it('is better or worse only beyond its interval', () => {
    const verdict = (name: string, low: number, high: number) =>
      verdictOf({ metric: metric(name), change: { value: (low + high) / 2, low, high } });
    expect(verdict('resolution_rate', 0.01, 0.03)).toBe('better');
    expect(verdict('escalation_rate', 0.01, 0.03)).toBe('worse');
    expect(verdict('escalation_rate', -0.01, 0.03)).toBe('no clear change');
    expect(verdictOf({ metric: metric('resolution_rate'), change: { value: 1 } })).toBeNull();
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
