import { Temporal } from 'temporal-polyfill';
import { column, epochMillis, integer, type Sql, sql, timestamp } from './sql.ts';

/** Local time is UTC plus `offsetMs`, from the instant `fromMs` until the next entry. */
export interface ZoneOffset {
  readonly fromMs: number;
  readonly offsetMs: number;
}

/** Two changes a year over 250 years; a stray date in a far year must not make the SQL grow without end. */
const MAX_OFFSETS = 500;

/** Offsets of a zone over an inclusive range of instants; never empty. */
export function zoneOffsets(timeZone: string, firstMs: number, lastMs: number): readonly ZoneOffset[] {
  let at = Temporal.Instant.fromEpochMilliseconds(firstMs).toZonedDateTimeISO(timeZone);
  const offsets = [entryAt(at)];
  while (offsets.length < MAX_OFFSETS) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > lastMs) break;
    offsets.push(entryAt(next));
    at = next;
  }
  return offsets;
}

function entryAt(at: Temporal.ZonedDateTime): ZoneOffset {
  return { fromMs: at.epochMilliseconds, offsetMs: at.offsetNanoseconds / 1e6 };
}

/**
 * Start of the call in local time, as milliseconds since 1970-01-01T00:00 there. Adding offsets found here beats the
 * engines' own zone conversion by far, and gives the same result in each, whatever edition of the zone tables it carries.
 */
export function localStart(offsets: readonly ZoneOffset[]): Sql {
  const start = column('call_start_time');
  const [only] = offsets;
  if (offsets.length === 1 && only?.offsetMs === 0) return epochMillis(start);
  return sql`${epochMillis(start)} + ${offsetOf(start, offsets)}`;
}

/** Halves the list at each step, so that a row meets few comparisons however many offsets there are. */
function offsetOf(start: Sql, offsets: readonly ZoneOffset[]): Sql {
  const middle = offsets[offsets.length >> 1];
  if (offsets.length < 2 || middle === undefined) return integer(offsets[0]?.offsetMs ?? 0);
  const before = offsetOf(start, offsets.slice(0, offsets.length >> 1));
  const after = offsetOf(start, offsets.slice(offsets.length >> 1));
  return sql`CASE WHEN ${start} < ${timestamp(middle.fromMs)} THEN ${before} ELSE ${after} END`;
}
