import type { Catalog } from '../../../src/server/api.ts';
import {
  addDays,
  addMonths,
  earlier,
  type Grain,
  type LocalDate,
  later,
  localDate,
  startOfMonth,
} from './dates.ts';

export const PRESETS = {
  '7d': 'Last 7 days',
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

/** A call outside has a broken clock; the page keeps to where the API and calendars agree, and asks for what is in here. */
const CLOCKS: Span = { from: '1970-01-01', to: '2100-01-01' };
const [EARLIEST, LATEST] = [Date.parse(CLOCKS.from), Date.parse(CLOCKS.to) - 1];

/** First day of the calls and the day after the newest, between 1970 and 2099; null in an empty warehouse. */
export function spanOfCalls(anchor: Anchor): Span | null {
  if (anchor.firstCall === null || anchor.newestCall === null) return null;
  const dayOf = (instant: string) => {
    const held = Math.min(Math.max(Date.parse(instant), EARLIEST), LATEST);
    return localDate(new Date(held).toISOString(), anchor.timeZone);
  };
  // West of Greenwich the first instant of 1970 is still 1969, east of it the last of 2099 is 2100.
  const from = later(dayOf(anchor.firstCall), CLOCKS.from);
  return { from, to: later(earlier(addDays(dayOf(anchor.newestCall), 1), CLOCKS.to), addDays(from, 1)) };
}

/** Ranges in months are whole calendar months, the newest call's month included to its end. */
export function spanOf(range: Range, calls: Span): Span {
  if (!('preset' in range)) return range;
  if (range.preset === 'all') return calls;
  const days = { '7d': 7, '28d': 28, '26w': 26 * 7 }[range.preset as string];
  if (days !== undefined) return { from: addDays(calls.to, -days), to: calls.to };
  const months = Number.parseInt(range.preset, 10);
  const end = addMonths(startOfMonth(addDays(calls.to, -1)), 1);
  return { from: addMonths(end, -months), to: end };
}

export const GRAINS: readonly Grain[] = ['hour', 'day', 'week', 'month', 'quarter'];

/** The coarsest grain that still leaves three buckets or more. */
export function grainFor(days: number): Grain {
  if (days >= 85) return 'month';
  return days >= 29 ? 'week' : 'day';
}

/** Hours of longer ranges would be more points than a chart has pixels to tell apart: these are 337 at most. */
const MAX_DAYS_BY_HOUR = 14;

/** Which grains a range of so many days can be shown by. */
export const grainsFor = (days: number): readonly Grain[] =>
  GRAINS.filter((grain) => grain !== 'hour' || days <= MAX_DAYS_BY_HOUR);

/** The one that was asked for, where the range can be shown by it. */
export const shownGrain = (asked: Grain | null, days: number): Grain =>
  asked && grainsFor(days).includes(asked) ? asked : grainFor(days);

/** A sparkline wants more points than a chart with whiskers. */
export const sparkGrainFor = (days: number): Grain => (days > 62 ? 'week' : 'day');
