import { Temporal } from 'temporal-polyfill';
import { MS_PER_DAY, MS_PER_HOUR } from '../calendar.ts';

/** The scenario's wall clock over a span of instants; offsets are looked up once, not per call. */
export class LocalTime {
  private readonly fromMs: number[] = [];
  private readonly offsetMs: number[] = [];
  private readonly timeZone: string;

  constructor(timeZone: string, firstMs: number, lastMs: number) {
    this.timeZone = timeZone;
    let at = Temporal.Instant.fromEpochMilliseconds(firstMs).toZonedDateTimeISO(timeZone);
    for (;;) {
      this.fromMs.push(at.epochMilliseconds);
      this.offsetMs.push(at.offsetNanoseconds / 1e6);
      const next = at.getTimeZoneTransition('next');
      if (next === null || next.epochMilliseconds > lastMs) break;
      at = next;
    }
  }

  /** Ms since 1970-01-01T00:00 there. */
  local(ms: number): number {
    let entry = this.fromMs.length - 1;
    while (entry > 0 && (this.fromMs[entry] ?? 0) > ms) entry--;
    return ms + (this.offsetMs[entry] ?? 0);
  }

  dayOf(ms: number): number {
    return Math.floor(this.local(ms) / MS_PER_DAY);
  }

  hourOf(ms: number): number {
    return Math.floor(this.local(ms) / MS_PER_HOUR) % 24;
  }

  /** The instant of a local reading; one that spring skips moves on, of one that comes twice it is the first. */
  instantOf(localMs: number): number {
    return Temporal.Instant.fromEpochMilliseconds(localMs)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime()
      .toZonedDateTime(this.timeZone).epochMilliseconds;
  }
}
