import type { Bucket } from './buckets.ts';
import { addDays, bucketEnd, hourAt, type LocalDate, type LocalHour, millisOf, wallClock } from './dates.ts';
import type { Span } from './range.ts';

const HOUR_MILLIS = 3_600_000;
/** All offsets of zones, and of changes of clocks, are whole multiples since there are time zones with rules. */
const STEP_MILLIS = HOUR_MILLIS / 4;
/** No zone is further from UTC. */
const MAX_OFFSET_MILLIS = 14 * HOUR_MILLIS;

type WallClock = (epochMillis: number) => number;

/** How long each hour of a day lasts: one that clocks skip is not there, one that they repeat lasts longer. */
function hoursOfDay(date: LocalDate, wall: WallClock): Map<LocalHour, number> {
  const hours = new Map<LocalHour, number>();
  const [from, to] = [millisOf(date) - MAX_OFFSET_MILLIS, millisOf(addDays(date, 1)) + MAX_OFFSET_MILLIS];
  const isUnchanged = wall(from) - from === wall(to) - to;
  const step = isUnchanged ? HOUR_MILLIS : STEP_MILLIS;
  const [first, last] = isUnchanged ? [millisOf(date), millisOf(addDays(date, 1))] : [from, to];
  for (let at = first; at < last; at += step) {
    const hour = hourAt(isUnchanged ? at : wall(at));
    if (hour.startsWith(date)) hours.set(hour, (hours.get(hour) ?? 0) + step);
  }
  return hours;
}

/** Every hour that the wall clocks of the zone show in these days, up to that of the newest call, which is not over. */
export function hourBuckets(days: Span, timeZone: string, newestCall: string): Bucket[] {
  const wall = wallClock(timeZone);
  const newest = hourAt(wall(Date.parse(newestCall)));
  const buckets: Bucket[] = [];
  for (let date = days.from; date < days.to; date = addDays(date, 1)) {
    for (const [start, millis] of hoursOfDay(date, wall)) {
      if (start > newest) return buckets;
      const longer = millis > HOUR_MILLIS ? { isLonger: true } : {};
      buckets.push({
        start,
        from: start,
        to: bucketEnd(start, 'hour'),
        partial: start === newest,
        ...longer,
      });
    }
  }
  return buckets;
}
