import { DIMENSIONS_BY_NAME } from './dimensions.ts';
import type { Span } from './period.ts';
import type { Filter, Scope } from './question.ts';

/** Local times differ from UTC by no more, in any zone and year. */
const MOST_OFFSET_MS = 16 * 3_600_000;

interface Bounds {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Between which instants all calls lie that a filter on a bucket of time leaves, roughly; null where that says nothing. */
function boundsOf(filter: Filter): Bounds | null {
  const dimension = DIMENSIONS_BY_NAME.get(filter.field);
  if (filter.op !== 'in' || !dimension?.startOf || filter.values.length === 0) return null;
  const buckets = filter.values.map((value) => (value === null ? undefined : dimension.rawOf(value)));
  if (!buckets.every((bucket) => typeof bucket === 'number')) return null;
  return {
    fromMs: dimension.startOf(Math.min(...buckets)).getTime() - MOST_OFFSET_MS,
    toMs: dimension.startOf(Math.max(...buckets) + 1).getTime() + MOST_OFFSET_MS,
  };
}

/**
 * The part of a span in which a call can be that passes the filters: nothing else is read. Never empty; where no call of the span
 * passes them, it is a moment of the span.
 */
export function narrowedSpan({ where = [] }: Pick<Scope, 'where'>, span: Span): Span {
  const bounds = where.flatMap((filter) => boundsOf(filter) ?? []);
  if (bounds.length === 0) return span;
  const fromMs = Math.max(span.fromMs ?? Number.NEGATIVE_INFINITY, ...bounds.map((each) => each.fromMs));
  const toMs = Math.min(span.toMs ?? Number.POSITIVE_INFINITY, ...bounds.map((each) => each.toMs));
  if (fromMs < toMs) return { fromMs, toMs };
  if (span.fromMs !== null) return { fromMs: span.fromMs, toMs: span.fromMs + 1 };
  return span.toMs === null ? span : { fromMs: span.toMs - 1, toMs: span.toMs };
}
