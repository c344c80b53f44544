import { Agenda } from './agenda.ts';
import { MS_PER_DAY } from './calendar.ts';
import type { Need } from './need.ts';
import { type Person, Population, tenureMonths } from './population.ts';
import { Rng } from './rng.ts';
import { SHARDS } from './shard/shards.ts';
import type { Slot } from './volume.ts';
import type { World } from './world/world.ts';

const PURPOSE_ARRIVAL = 0x41525256;
/** Ends of calls are remembered for this many people before those in the past are forgotten. */
const BUSY_LIMIT = 4096;
/** Tries to find someone who fits; after them the last one calls all the same. */
const TRIES = 60;

export interface Arrival {
  /** Of the run; 0 to 2^32, each once. */
  readonly index: number;
  readonly startMs: number;
  readonly need: Need;
  readonly person: Person;
}

/**
 * Calls of one shard in the order of their starts, one for each slot. A slot is taken by the earliest person who is due to
 * call again by then, at the time that they are due; else by an incident's caller, who calls at the time of the slot of their own
 * whatever place it has; else by someone with a new need.
 */
export class Arrivals {
  private readonly agenda = new Agenda();
  private readonly busyUntil = new Map<number, number>();
  /** People who will call again about what they called about: nothing else occurs to them before. */
  private readonly waiting = new Set<number>();
  /** Slots of incidents whose place went to somebody who was due before. */
  private readonly passed: Slot[] = [];
  private readonly world: World;
  private readonly shard: number;
  private readonly population: Population;
  private taken = 0;
  /** Nobody calls again from then on. */
  private readonly endMs: number;

  constructor(world: World, shard: number) {
    this.world = world;
    this.shard = shard;
    this.population = new Population(world, shard);
    this.endMs = world.span.toDay * MS_PER_DAY;
  }

  /** The call of this person ended; tells so before the next arrival is taken. */
  ended(person: Person, endMs: number): void {
    this.busyUntil.set(person.number, endMs);
  }

  callAgain(need: Need, atMs: number): void {
    if (atMs >= this.endMs) return;
    this.agenda.add({ ...need, attempt: need.attempt + 1 }, atMs);
    this.waiting.add(need.person);
  }

  *over(slots: Iterable<Slot>): Generator<Arrival> {
    for (const slot of slots) {
      this.putOffTheBusy(slot.startMs);
      const index = this.taken++ * SHARDS + this.shard;
      if (slot.incident !== null) this.passed.push(slot);
      const next = this.passed[0] ?? slot;
      if (this.agenda.nextMs < next.startMs) {
        yield this.calledAgain(index, this.agenda.nextMs);
      } else {
        this.passed.shift();
        yield this.newArrival(index, next);
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
    this.waiting.delete(need.person);
    return { index, startMs, need, person: this.population.person(need.person) };
  }

  private newArrival(index: number, slot: Slot): Arrival {
    const { startMs } = slot;
    const rng = new Rng(this.world.seed, PURPOSE_ARRIVAL, index);
    const day = this.world.time.dayOf(startMs);
    this.forgetPast(startMs);
    let person = this.population.anyone(rng);
    for (let tries = 1; tries < TRIES && !this.canCall(person, day, slot); tries++) {
      person = this.population.anyone(rng);
    }
    return { index, startMs, need: this.needOf(rng, person, day, slot), person };
  }

  private needOf(rng: Rng, person: Person, day: number, { incident }: Slot): Need {
    const { demand, topics, scenario } = this.world;
    const broken = incident === null ? undefined : topics.get(incident.topic);
    const isNewcomer = tenureMonths(person, day) < scenario.effects.newcomerMonths;
    const topic = broken ?? demand.draw(rng, day, isNewcomer);
    return {
      person: person.number,
      topic,
      hardness: rng.below(1000),
      attempt: 1,
      incident,
      facts: {},
    };
  }

  private canCall(person: Person, day: number, { startMs, incident }: Slot): boolean {
    if (incident !== null && person.region.name !== incident.region) return false;
    if (this.waiting.has(person.number)) return false;
    return person.joinDay <= day && (this.busyUntil.get(person.number) ?? 0) < startMs;
  }

  private forgetPast(nowMs: number): void {
    if (this.busyUntil.size < BUSY_LIMIT) return;
    for (const [number, endMs] of this.busyUntil) if (endMs < nowMs) this.busyUntil.delete(number);
  }
}
