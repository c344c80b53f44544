import { Temporal } from 'temporal-polyfill';

const DAY_MS = 86_400_000;

/**
 * From a wall clock's reading (ms, as if it were UTC) to the instant (ms). In the hour that autumn repeats the earlier
 * instant is meant unless that lies before `notBefore`; a reading that spring skips moves on by the gap.
 */
export type WallClock = (localMs: number, notBefore: number) => number;

const clocks = new Map<string, WallClock>([['UTC', (localMs) => localMs]]);

/** The wall clock of an IANA zone. Offsets are kept per day, so that a feed of local times stays fast. */
export function wallClockOf(timeZone: string): WallClock {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = createWallClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
}

function createWallClock(timeZone: string): WallClock {
  const exact = (localMs: number, disambiguation: 'earlier' | 'later' | 'compatible') =>
    Temporal.Instant.fromEpochMilliseconds(localMs)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
      .toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds;
  const offsets = new Map<number, number | null>();

  /** The offset of a whole day; null on a day whose offset changes. */
  function offsetOfDay(day: number): number | null {
    const start = day * DAY_MS;
    const candidates = [start, start + DAY_MS].flatMap((localMs) => [
      localMs - exact(localMs, 'earlier'),
      localMs - exact(localMs, 'later'),
    ]);
    const [first = 0] = candidates;
    return candidates.every((offset) => offset === first) ? first : null;
  }

  return (localMs, notBefore) => {
    const day = Math.floor(localMs / DAY_MS);
    let offset = offsets.get(day);
    if (offset === undefined) {
      offset = offsetOfDay(day);
      offsets.set(day, offset);
    }
    if (offset !== null) return localMs - offset;
    const earlier = exact(localMs, 'compatible');
    return earlier >= notBefore ? earlier : Math.max(earlier, exact(localMs, 'later'));
  };
}
