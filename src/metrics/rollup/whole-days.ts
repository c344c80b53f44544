import type { Dimension } from '../dimension.ts';
import type { Span } from '../period.ts';
import type { Extent, RollupExtent } from '../source.ts';
import { type ZoneOffset, zoneOffsets } from '../zone.ts';

/** Days of UTC that a rollup answers for, and all other times of a period, which calls themselves answer for. */
export interface WholeDays {
  readonly fromMs: number;
  /** Excluded. */
  readonly toMs: number;
  /** Midnights of days in between that more than one bucket has a part of. */
  readonly cutDays: readonly number[];
  readonly rest: readonly Span[];
}

const DAY_MS = 86_400_000;
/** Each is read by itself; from here on reading all calls is no slower. */
const MAX_CUT_DAYS = 60;
/** Looking at each day takes a microsecond. */
const MAX_DAYS = 8000;

const floorDay = (ms: number) => Math.floor(ms / DAY_MS) * DAY_MS;
const ceilDay = (ms: number) => Math.ceil(ms / DAY_MS) * DAY_MS;

interface Asked {
  readonly span: Span;
  readonly timeZone: string;
  /** What a call falls into by its local time: groups, and fields of filters. */
  readonly buckets: readonly Dimension[];
  /** Only days all of whose windows have closed. */
  readonly isSettled: boolean;
}

/** Null when there is hardly a day that the rollup could answer for. */
export function wholeDays(asked: Asked, extent: Extent, rollup: RollupExtent): WholeDays | null {
  const { span, timeZone, buckets, isSettled } = asked;
  const { firstCall, newestCall } = extent;
  if (firstCall === null || newestCall === null) return null;
  const settledMs = isSettled ? floorDay(Date.parse(rollup.settledBefore)) : Number.POSITIVE_INFINITY;
  const fromMs = Math.max(ceilDay(span.fromMs ?? Number.NEGATIVE_INFINITY), floorDay(Date.parse(firstCall)));
  const ends = [floorDay(span.toMs ?? Number.POSITIVE_INFINITY), floorDay(Date.parse(newestCall)) + DAY_MS];
  const toMs = Math.min(...ends, settledMs);
  const days = (toMs - fromMs) / DAY_MS;
  if (days < 1 || days > MAX_DAYS) return null;
  const cutDays = buckets.length === 0 ? [] : cutDaysOf(fromMs, toMs, timeZone, buckets);
  if (cutDays.length > MAX_CUT_DAYS || cutDays.length > days / 2) return null;
  return { fromMs, toMs, cutDays, rest: restOf(span, fromMs, toMs, cutDays) };
}

function restOf(span: Span, fromMs: number, toMs: number, cutDays: readonly number[]): Span[] {
  const rest: Span[] = cutDays.map((dayMs) => ({ fromMs: dayMs, toMs: dayMs + DAY_MS }));
  if (span.fromMs === null || span.fromMs < fromMs) rest.unshift({ fromMs: span.fromMs, toMs: fromMs });
  if (span.toMs === null || span.toMs > toMs) rest.push({ fromMs: toMs, toMs: span.toMs });
  return rest;
}

/** A day is whole when no clock changes in it and its first and last moment fall into the same bucket. */
function cutDaysOf(
  fromMs: number,
  toMs: number,
  timeZone: string,
  buckets: readonly Dimension[],
): readonly number[] {
  const offsets = zoneOffsets(timeZone, fromMs, toMs);
  const cut: number[] = [];
  let place = 0;
  for (let dayMs = fromMs; dayMs < toMs; dayMs += DAY_MS) {
    while ((offsets[place + 1]?.fromMs ?? Number.POSITIVE_INFINITY) <= dayMs) place += 1;
    const changes = (offsets[place + 1]?.fromMs ?? Number.POSITIVE_INFINITY) < dayMs + DAY_MS;
    if (changes || !isInOne(dayMs, offsets[place], buckets)) cut.push(dayMs);
  }
  return cut;
}

function isInOne(dayMs: number, offset: ZoneOffset | undefined, buckets: readonly Dimension[]): boolean {
  const localMs = dayMs + (offset?.offsetMs ?? 0);
  const [first, last] = [new Date(localMs), new Date(localMs + DAY_MS - 1)];
  return buckets.every(({ bucketOf }) => bucketOf !== undefined && bucketOf(first) === bucketOf(last));
}
