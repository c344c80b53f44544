import type { Catalog } from '../../../src/server/api.ts';
import { addDays, addMonths, type Grain, type LocalDate, localDate, startOfMonth } from './dates.ts';

export const PRESETS = {
  '28d': 'Last 28 days',
  '3m': 'Last 3 months',
  '26w': 'Last 26 weeks',
  '6m': 'Last 6 months',
  '12m': 'Last 12 months',
  all: 'All calls',
} as const;
export type Preset = keyof typeof PRESETS;
export const isPreset = (text: string): text is Preset => Object.hasOwn(PRESETS, text);

/** Either a preset, anchored at the newest call, or fixed dates, `to` excluded. */
export type Range = { readonly preset: Preset } | { readonly from: LocalDate; readonly to: LocalDate };
/** Whole weeks, so that a year of calls holds this period and the one that it is compared with. */
export const DEFAULT_RANGE = { preset: '26w' } as const satisfies Range;

export interface Span {
  readonly from: LocalDate;
  /** Excluded. */
  readonly to: LocalDate;
}

type Anchor = Pick<Catalog, 'firstCall' | 'newestCall' | 'timeZone'>;

/** First day of the calls and the day after the newest; null in an empty warehouse. */
export function spanOfCalls(anchor: Anchor): Span | null {
  if (anchor.firstCall === null || anchor.newestCall === null) return null;
  return {
    from: localDate(anchor.firstCall, anchor.timeZone),
    to: addDays(localDate(anchor.newestCall, anchor.timeZone), 1),
  };
}

/** Ranges in months are whole calendar months, the newest call's month included to its end. */
export function spanOf(range: Range, calls: Span): Span {
  if (!('preset' in range)) return range;
  if (range.preset === 'all') return calls;
  const days = { '28d': 28, '26w': 26 * 7 }[range.preset as string];
  if (days !== undefined) return { from: addDays(calls.to, -days), to: calls.to };
  const months = Number.parseInt(range.preset, 10);
  const end = addMonths(startOfMonth(addDays(calls.to, -1)), 1);
  return { from: addMonths(end, -months), to: end };
}

export const GRAINS: readonly Grain[] = ['day', 'week', 'month'];

/** The coarsest grain that still leaves three buckets or more. */
export function grainFor(days: number): Grain {
  if (days >= 85) return 'month';
  return days >= 29 ? 'week' : 'day';
}

/** A sparkline wants more points than a chart with whiskers. */
export const sparkGrainFor = (days: number): Grain => (days > 62 ? 'week' : 'day');
