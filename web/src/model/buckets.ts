import { bucketEnd, bucketOf, earlier, type Grain, type LocalDate, later } from './dates.ts';
import type { Span } from './range.ts';

/** `from` and `to` are cut where the range or the calls are. */
export interface Bucket extends Span {
  /** The key that the API gives this bucket. */
  readonly start: LocalDate;
  /** Cut by the range, or not over at the newest call. */
  readonly partial: boolean;
  /** Of hours: clocks are set back in it, and it holds more than sixty minutes. */
  readonly isLonger?: boolean;
}

export const clip = (span: Span, by: Span): Span => ({
  from: later(span.from, by.from),
  to: earlier(span.to, by.to),
});

/** Every bucket of the span, also one without a call, so that a gap is seen as a gap. */
export function bucketsOf(span: Span, grain: Grain, calls: Span): Bucket[] {
  const held = clip(span, calls);
  const buckets: Bucket[] = [];
  for (let start = bucketOf(held.from, grain); start < held.to; start = bucketEnd(start, grain)) {
    const whole = { from: start, to: bucketEnd(start, grain) };
    const { from, to } = clip(whole, held);
    buckets.push({ start, from, to, partial: whole.from < held.from || whole.to > held.to });
  }
  return buckets;
}
