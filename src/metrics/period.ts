import { Temporal } from 'temporal-polyfill';
import type { Comparison, Period, Scope } from './question.ts';
import type { Extent } from './source.ts';
import { usage } from './usage.ts';

/** [fromMs, toMs) in milliseconds since 1970 in UTC; null where it is open. */
export interface Span {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** The span with both ends known. */
export interface ClosedSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

const DATE = /^[12]\d{3}-\d\d-\d\d$/;
const DATE_TIME = /^[12]\d{3}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?$/;
const INSTANT = /^[12]\d{3}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i;

/** @throws EarshotError `bad_time_zone` */
export function checkTimeZone(timeZone: string): string {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return timeZone;
  } catch {
    throw usage(
      'bad_time_zone',
      `"${timeZone}" is not a time zone.`,
      'Name an IANA time zone, as in America/New_York or UTC.',
    );
  }
}

/** The period of a scope as instants. @throws EarshotError `bad_time` or `bad_time_zone` */
export function spanOf(scope: Scope): Span {
  const timeZone = checkTimeZone(scope.timeZone ?? 'UTC');
  const fromMs = scope.from === undefined ? null : instantOf('from', scope.from, timeZone);
  const toMs = scope.to === undefined ? null : instantOf('to', scope.to, timeZone);
  if (fromMs !== null && toMs !== null && toMs <= fromMs) {
    throw usage(
      'bad_time',
      `to (${scope.to}) is not after from (${scope.from}).`,
      'to is excluded: name the day after the last.',
    );
  }
  return { fromMs, toMs };
}

/** A local time that a change of clocks skips is read as the later one, one that it repeats as the first. */
function instantOf(end: 'from' | 'to', value: string, timeZone: string): number {
  try {
    if (DATE.test(value)) return Temporal.PlainDate.from(value).toZonedDateTime(timeZone).epochMilliseconds;
    if (DATE_TIME.test(value))
      return Temporal.PlainDateTime.from(value).toZonedDateTime(timeZone).epochMilliseconds;
    if (INSTANT.test(value)) return Temporal.Instant.from(value).epochMilliseconds;
  } catch {
    // A month 13 or a day 30 of February looks right and is none: reported like everything else that is no time.
  }
  throw usage(
    'bad_time',
    `${end} is "${value}", which is no date and no date-time.`,
    'Write 2025-01-31, 2025-01-31T13:00 (in the time zone of the question) or 2025-01-31T13:00:00Z.',
  );
}

export function periodOf(span: Span): Period {
  return { from: isoOf(span.fromMs), to: isoOf(span.toMs) };
}

function isoOf(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}

/** The same span with its open ends at the first and just after the newest call; null when it begins after that. */
export function closedSpan(span: Span, extent: Extent): ClosedSpan | null {
  const endMs = afterNewest(extent);
  if (extent.firstCall === null || endMs === null) return null;
  const fromMs = span.fromMs ?? Date.parse(extent.firstCall);
  const toMs = span.toMs ?? endMs;
  return toMs <= fromMs || endMs <= fromMs ? null : { fromMs, toMs };
}

/** The part of a span that has happened: up to and with the newest call. Null when that is all of it. */
export function elapsedPart(span: ClosedSpan, extent: Extent): ClosedSpan | null {
  const toMs = afterNewest(extent);
  return toMs === null || toMs >= span.toMs ? null : { fromMs: span.fromMs, toMs };
}

function afterNewest({ newestCall }: Extent): number | null {
  return newestCall === null ? null : Date.parse(newestCall) + 1;
}

const DAY_MS = 86_400_000;
const YEAR_DAYS = 364;

/**
 * What a span is compared with, moved in local time so that days stay days across a change of clocks: back by 364 days, or by
 * its own length, in whole weeks when it is a week or more. Only the elapsed part of the span is moved.
 */
export function spanBefore(
  span: ClosedSpan,
  compare: Comparison,
  timeZone: string,
  extent: Extent,
): ClosedSpan {
  const elapsed = elapsedPart(span, extent) ?? span;
  const backMs = compare === 'previous_year' ? YEAR_DAYS * DAY_MS : ownLengthMs(span, timeZone);
  const move = (epochMs: number) =>
    localOf(epochMs, timeZone).subtract({ milliseconds: backMs }).toZonedDateTime(timeZone).epochMilliseconds;
  return { fromMs: move(elapsed.fromMs), toMs: move(elapsed.toMs) };
}

function ownLengthMs(span: ClosedSpan, timeZone: string): number {
  const lengthMs = localOf(span.fromMs, timeZone)
    .until(localOf(span.toMs, timeZone))
    .total({ unit: 'milliseconds' });
  // Clocks put back within a period of less than an hour: local time says that it ends before it began.
  if (lengthMs <= 0) return span.toMs - span.fromMs;
  const weekMs = 7 * DAY_MS;
  return lengthMs < weekMs ? lengthMs : Math.ceil(lengthMs / weekMs) * weekMs;
}

function localOf(epochMs: number, timeZone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainDateTime();
}

/** Midnight of the day that an instant lies in, in the zone. */
export function startOfDay(ms: number, timeZone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  return local.startOfDay().epochMilliseconds;
}
