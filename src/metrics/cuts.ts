import type { ClosedSpan } from './period.ts';
import { column, integer, list, type Sql, sql, timestamp } from './sql.ts';
import type { ZoneOffset } from './zone.ts';

/** Consecutive buckets of local time; moments of local time are held as if they were UTC. */
export interface Buckets {
  readonly startOf: (bucket: number) => Date;
  readonly bucketOf: (at: Date) => number;
}

/** The bucket of a call by the instants at which buckets begin; null where that would not be exact, or not be cheap. */
export type Cutter = (buckets: Buckets) => Sql | null;

/** Each costs a comparison per call; from here on arithmetic on the local time is as cheap. */
const MAX_CUTS = 12;

/** @param offsets those of the span; every call that is asked about began in it */
export function bucketByCuts(
  { startOf, bucketOf }: Buckets,
  { fromMs, toMs }: ClosedSpan,
  offsets: readonly ZoneOffset[],
): Sql | null {
  const all = offsets.map((entry) => entry.offsetMs);
  const first = bucketOf(new Date(fromMs + Math.min(...all)));
  const last = bucketOf(new Date(toMs + Math.max(...all)));
  if (last - first > MAX_CUTS + 2) return null;
  const starts = Array.from({ length: last - first }, (_, index) => startOf(first + index + 1).getTime());
  const cuts = starts.flatMap((localMs) => cutOf(localMs, offsets) ?? []);
  const inside = cuts.filter((cut) => cut > fromMs && cut < toMs);
  if (cuts.length < starts.length || inside.length === 0 || inside.length > MAX_CUTS) return null;
  return caseOf(inside, first + cuts.filter((cut) => cut <= fromMs).length);
}

function caseOf(cuts: readonly number[], first: number): Sql {
  const start = column('call_start_time');
  const earlier = cuts.map(
    (cut, index) => sql`WHEN ${start} < ${timestamp(cut)} THEN ${integer(first + index)}`,
  );
  return sql`CASE ${list(earlier, ' ')} ELSE ${integer(first + cuts.length)} END`;
}

/**
 * The instant before which all local times are smaller than the given one, and from which on none is. Null when clocks change
 * so near to it that there may be none: put back from 00:01 to 23:01, they show the last hour of the month again.
 */
function cutOf(localMs: number, offsets: readonly ZoneOffset[]): number | null {
  const all = offsets.map((entry) => entry.offsetMs);
  const spreadMs = Math.max(...all) - Math.min(...all);
  const cut = offsets
    .map((entry) => localMs - entry.offsetMs)
    .find((instant) => localMs - offsetAt(instant, offsets) === instant);
  const isNear = offsets.slice(1).some(({ fromMs }) => Math.abs(fromMs - (cut ?? fromMs)) < spreadMs);
  return cut === undefined || isNear ? null : cut;
}

function offsetAt(epochMs: number, offsets: readonly ZoneOffset[]): number {
  return (offsets.findLast(({ fromMs }) => fromMs <= epochMs) ?? offsets[0])?.offsetMs ?? 0;
}
