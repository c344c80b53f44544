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

/** What a row of a rollup sums: with hours, a day needs to lie in no bucket as a whole. */
export type Piece = 'day' | 'hour';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
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
  readonly piece: Piece;
}

/** Null when there is hardly a day that the rollup could answer for. */
export function wholeDays(asked: Asked, extent: Extent, rollup: RollupExtent): WholeDays | null {
  const { span, timeZone, buckets, isSettled, piece } = asked;
  const { firstCall, newestCall } = extent;
  if (firstCall === null || newestCall === null) return null;
  const settledMs = isSettled ? floorDay(Date.parse(rollup.settledBefore)) : Number.POSITIVE_INFINITY;
  const fromMs = Math.max(ceilDay(span.fromMs ?? Number.NEGATIVE_INFINITY), floorDay(Date.parse(firstCall)));
  const ends = [floorDay(span.toMs ?? Number.POSITIVE_INFINITY), floorDay(Date.parse(newestCall)) + DAY_MS];
  const toMs = Math.min(...ends, settledMs);
  const days = (toMs - fromMs) / DAY_MS;
  if (days < 1 || days > MAX_DAYS) return null;
  const cutDays =
    buckets.length === 0
      ? []
      : cutDaysOf(fromMs, toMs, timeZone, piece === 'day' ? isInOne(buckets) : isOfWholeHours);
  if (cutDays.length > MAX_CUT_DAYS || cutDays.length > days / 2) return null;
  return { fromMs, toMs, cutDays, rest: restOf(span, fromMs, toMs, cutDays) };
}

function restOf(span: Span, fromMs: number, toMs: number, cutDays: readonly number[]): Span[] {
  const rest: Span[] = cutDays.map((dayMs) => ({ fromMs: dayMs, toMs: dayMs + DAY_MS }));
  if (span.fromMs === null || span.fromMs < fromMs) rest.unshift({ fromMs: span.fromMs, toMs: fromMs });
  if (span.toMs === null || span.toMs > toMs) rest.push({ fromMs: toMs, toMs: span.toMs });
  return rest;
}

/** Whether a day can be answered for, given the clocks that are in force in it, by when they are. */
type IsWhole = (dayMs: number, clocks: readonly ZoneOffset[]) => boolean;

function cutDaysOf(fromMs: number, toMs: number, timeZone: string, isWhole: IsWhole): readonly number[] {
  const offsets = zoneOffsets(timeZone, fromMs, toMs);
  const startOf = (index: number) => offsets[index]?.fromMs ?? Number.POSITIVE_INFINITY;
  const cut: number[] = [];
  let place = 0;
  for (let dayMs = fromMs; dayMs < toMs; dayMs += DAY_MS) {
    while (startOf(place + 1) <= dayMs) place += 1;
    let end = place + 1;
    while (startOf(end) < dayMs + DAY_MS) end += 1;
    if (!isWhole(dayMs, offsets.slice(place, end))) cut.push(dayMs);
  }
  return cut;
}

/** No clock changes in it, and its first and last moment fall into the same bucket. */
const isInOne =
  (buckets: readonly Dimension[]): IsWhole =>
  (dayMs, [clock, ...changes]) => {
    const localMs = dayMs + (clock?.offsetMs ?? 0);
    const [first, last] = [new Date(localMs), new Date(localMs + DAY_MS - 1)];
    const isSame = buckets.every(
      ({ bucketOf }) => bucketOf !== undefined && bucketOf(first) === bucketOf(last),
    );
    return changes.length === 0 && isSame;
  };

/** Each hour of it is one hour of local time. */
const isOfWholeHours: IsWhole = (dayMs, clocks) =>
  clocks.every(
    ({ fromMs, offsetMs }) => offsetMs % HOUR_MS === 0 && (fromMs <= dayMs || fromMs % HOUR_MS === 0),
  );
