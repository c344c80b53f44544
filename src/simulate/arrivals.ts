import { Agenda } from './agenda.ts';
import { MS_PER_DAY } from './calendar.ts';
import { drawNeed, type Need } from './need.ts';
import type { SimulateOptions, Span } from './options.ts';
import { type Person, type Population, tenureMonths } from './population.ts';
import { Rng } from './rng.ts';
import { sessionsByDay, timesOfDay } from './volume.ts';

const PURPOSE_ARRIVAL = 0x41525256;
/** Ends of calls are remembered for this many people before those in the past are forgotten. */
const BUSY_LIMIT = 4096;
/** Tries to find someone who is a customer already and not on the phone; after them the last one calls all the same. */
const TRIES = 40;

export interface Arrival {
  /** 0 on the first call of the run. */
  readonly index: number;
  readonly startMs: number;
  readonly need: Need;
  readonly person: Person;
}

/**
 * Calls in the order of their starts, exactly as many as asked for. The calendar gives the times; a time is taken by the
 * earliest person who is due to call again by then, at the time that they are due, else by someone with a new need.
 */
export class Arrivals {
  private readonly agenda = new Agenda();
  private readonly busyUntil = new Map<number, number>();
  private readonly options: SimulateOptions;
  private readonly span: Span;
  private readonly population: Population;

  constructor(options: SimulateOptions, span: Span, population: Population) {
    this.options = options;
    this.span = span;
    this.population = population;
  }

  /** The call of this person ended; tells so before the next arrival is taken. */
  ended(person: Person, endMs: number): void {
    this.busyUntil.set(person.number, endMs);
  }

  callAgain(need: Need, atMs: number): void {
    if (atMs < this.span.toDay * MS_PER_DAY) this.agenda.add({ ...need, attempt: need.attempt + 1 }, atMs);
  }

  *inOrder(): Generator<Arrival> {
    const { sessions, seed } = this.options;
    let index = 0;
    for (const share of sessionsByDay(this.span, sessions, seed)) {
      for (const slotMs of timesOfDay(share.day, share.sessions, seed)) {
        this.putOffTheBusy(slotMs);
        const startMs = Math.min(slotMs, this.agenda.nextMs);
        yield startMs < slotMs ? this.calledAgain(index, startMs) : this.newArrival(index, startMs);
        index++;
      }
    }
  }

  /** Nobody calls twice at once: who is on the phone about something else calls after it. */
  private putOffTheBusy(slotMs: number): void {
    while (this.agenda.nextMs < slotMs) {
      const dueMs = this.agenda.nextMs;
      const need = this.agenda.takeNext();
      const busyUntilMs = this.busyUntil.get(need.person) ?? 0;
      this.agenda.add(need, Math.max(dueMs, busyUntilMs + 1));
      if (busyUntilMs < dueMs) return;
    }
  }

  private calledAgain(index: number, startMs: number): Arrival {
    const need = this.agenda.takeNext();
    return { index, startMs, need, person: this.population.person(need.person) };
  }

  private newArrival(index: number, startMs: number): Arrival {
    const rng = new Rng(this.options.seed, PURPOSE_ARRIVAL, index);
    const day = Math.floor(startMs / MS_PER_DAY);
    this.forgetPast(startMs);
    let person = this.population.person(rng.below(this.population.size));
    for (let tries = 1; tries < TRIES && !this.canCall(person, day, startMs); tries++) {
      person = this.population.person(rng.below(this.population.size));
    }
    const need = drawNeed(rng, person.number, day, tenureMonths(person, day));
    return { index, startMs, need, person };
  }

  private canCall(person: Person, day: number, startMs: number): boolean {
    return person.joinDay <= day && (this.busyUntil.get(person.number) ?? 0) < startMs;
  }

  private forgetPast(nowMs: number): void {
    if (this.busyUntil.size < BUSY_LIMIT) return;
    for (const [number, endMs] of this.busyUntil) if (endMs < nowMs) this.busyUntil.delete(number);
  }
}
