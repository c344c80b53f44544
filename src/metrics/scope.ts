import { heldFromMs, heldToMs } from '../contract/held.ts';
import { bucketByCuts, type Cutter } from './cuts.ts';
import type { Lent } from './dimension.ts';
import { filterCondition } from './filter.ts';
import { narrowedSpan } from './narrowed.ts';
import type { Span } from './period.ts';
import type { Scope } from './question.ts';
import type { Extent } from './source.ts';
import { and, column, type Sql, sql, TRUE, timestamp } from './sql.ts';
import { localStart, type ZoneOffset, zoneOffsets } from './zone.ts';

/** Sessions of a scope, in SQL; lends its dimensions what they need. */
export interface ScopeSql extends Lent {
  readonly cutter: Cutter;
  readonly where: Sql;
  /** Base and filters alone, which hold of the rows of a rollup too. */
  readonly conditions: Sql;
}

const start = column('call_start_time');

/** Where the day of the start names what is read, a span with an open end names all days that are there. */
const partitions =
  ({ fromMs, toMs }: Span, { held }: Extent): Sql =>
  (writer) => {
    if (!writer.dialect.hasPartitions) return TRUE(writer);
    const lowMs = fromMs ?? (held ? heldFromMs(held) : 0);
    const highMs = toMs ?? (held ? heldToMs(held) : null);
    const until = highMs === null ? TRUE : sql`${start} < ${timestamp(highMs)}`;
    return and(sql`${start} >= ${timestamp(lowMs)}`, until)(writer);
  };

/** @param period the one to look at, which need not be the scope's own */
export function scopeSql(scope: Scope, period: Span, extent: Extent): ScopeSql {
  const span = narrowedSpan(scope, period);
  const timeZone = scope.timeZone ?? 'UTC';
  const local = localIn(timeZone, span, extent);
  const since = (backMs: number) =>
    partitions({ fromMs: span.fromMs === null ? null : span.fromMs - backMs, toMs: span.toMs }, extent);
  const firstMs = extent.firstCall === null ? null : Date.parse(extent.firstCall);
  const conditions = and(
    scope.base === 'engaged' ? column('is_engaged') : TRUE,
    ...(scope.where ?? []).map((filter) => filterCondition(filter, { local, firstMs, since })),
  );
  const where = and(
    column('is_current'),
    span.fromMs === null || span.toMs === null ? partitions(span, extent) : TRUE,
    span.fromMs === null ? TRUE : sql`${start} >= ${timestamp(span.fromMs)}`,
    span.toMs === null ? TRUE : sql`${start} < ${timestamp(span.toMs)}`,
    conditions,
  );
  return { local, firstMs, since, where, conditions, cutter: cutterIn(timeZone, span, extent) };
}

/** Knows the offsets where the data is, and within the period: no call asks for another. Most questions need none. */
function localIn(timeZone: string, span: Span, extent: Extent): Sql {
  let local: Sql | undefined;
  return (writer) => {
    local ??= localStart(offsetsWithin(timeZone, span, extent));
    return local(writer);
  };
}

/** An end that is open may by now have calls beyond what the extent knows: only a span that the question gives is cut. */
function cutterIn(timeZone: string, { fromMs, toMs }: Span, extent: Extent): Cutter {
  if (fromMs === null || toMs === null) return () => null;
  return (buckets) =>
    bucketByCuts(buckets, { fromMs, toMs }, offsetsWithin(timeZone, { fromMs, toMs }, extent));
}

function offsetsWithin(timeZone: string, span: Span, extent: Extent): readonly ZoneOffset[] {
  const firstMs = Date.parse(extent.firstCall ?? '1970-01-01');
  const newestMs = Date.parse(extent.newestCall ?? '1970-01-01');
  const fromMs = Math.max(firstMs, span.fromMs ?? firstMs);
  const toMs = Math.min(newestMs, span.toMs ?? newestMs);
  return zoneOffsets(timeZone, fromMs, toMs);
}
