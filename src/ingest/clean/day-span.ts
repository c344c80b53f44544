import type { CleanSession, Rejection } from './cleaned.ts';

/**
 * Ten years. One job of BigQuery changes 4,000 partitions at most, which are days, and an object is loaded whole:
 * https://cloud.google.com/bigquery/quotas#partitioned_tables
 */
export const MOST_DAYS = 3650;
const DAY_MS = 86_400_000;

/** The days that the sessions of one object begin on. */
export class DaySpan {
  readonly #days = new Set<number>();

  /** Null while there are not too many; a day that is known is none more. */
  reject({ session_id: sessionId, startMs }: CleanSession): Rejection | null {
    const day = Math.floor(startMs / DAY_MS);
    if (this.#days.has(day)) return null;
    if (this.#days.size >= MOST_DAYS) {
      const detail = `The sessions of the object before it begin on ${MOST_DAYS} days already, and it on another.`;
      return { reason: 'too_many_days', sessionId, detail };
    }
    this.#days.add(day);
    return null;
  }
}
