import type { Customer } from '../contract/fields.ts';
import { Rng } from './rng.ts';
import { SHARDS } from './shard/shards.ts';
import type { Language } from './world/language.ts';
import type { AgeGroup, Region, World } from './world/world.ts';

const PURPOSE_PERSON = 0x50455253;
const TEN_YEARS_DAYS = 3652;
/** 100 months are 3,044 days. */
const DAYS_PER_100_MONTHS = 3044;
const MOST_PEOPLE = 0x20_0000;
const FEWEST_PEOPLE = 20;

export interface Person {
  readonly number: number;
  readonly withheld: boolean;
  readonly age: AgeGroup;
  readonly ageKnown: boolean;
  readonly region: Region;
  readonly plan: string;
  readonly language: Language;
  readonly joinDay: number;
  /** Points that waiting and failing use up. */
  readonly patience: number;
  /** Per mille on top of recognition: accent, line, place. */
  readonly clarity: number;
  /** 0 to 999: how much they would rather talk to a person than try again. */
  readonly agentWish: number;
  /** -2 to 2: the mood they bring along. */
  readonly mood: number;
  /** Whether they hang up as soon as they have an answer. */
  readonly brisk: boolean;
  /** Whether they speak in sentences. */
  readonly talkative: boolean;
}

/** The people of one shard, by number, derived from the seed whenever they are needed: none is kept in memory. */
export class Population {
  private readonly world: World;
  private readonly shard: number;
  private readonly size: number;

  constructor(world: World, shard: number) {
    const wanted = Math.floor((world.sessions * world.scenario.customers.perThousandCalls) / 1000);
    this.world = world;
    this.shard = shard;
    this.size = Math.max(FEWEST_PEOPLE, Math.min(MOST_PEOPLE, Math.ceil(wanted / SHARDS)));
  }

  anyone(rng: Rng): Person {
    return this.person(rng.below(this.size) * SHARDS + this.shard);
  }

  person(number: number): Person {
    const { scenario, seed, ages, regions, plans, languages } = this.world;
    const { customers } = scenario;
    const rng = new Rng(seed, PURPOSE_PERSON, number);
    return {
      number,
      withheld: rng.chance(customers.withheld),
      age: ages.draw(rng),
      ageKnown: !rng.chance(customers.ageMissing),
      region: regions.draw(rng),
      plan: plans.draw(rng),
      language: languages.draw(rng),
      joinDay: this.joinDay(rng),
      patience: rng.around(10, 118),
      clarity: rng.around(-60, 60),
      agentWish: rng.below(1000),
      mood: rng.around(-2, 2),
      brisk: rng.chance(400),
      talkative: rng.chance(420),
    };
  }

  private joinDay(rng: Rng): number {
    const { fromDay, toDay } = this.world.span;
    if (rng.chance(this.world.scenario.customers.joining)) return fromDay + rng.below(toDay - fromDay);
    return fromDay - Math.min(rng.between(1, TEN_YEARS_DAYS), rng.between(1, TEN_YEARS_DAYS));
  }
}

export function tenureMonths(person: Person, day: number): number {
  return Math.max(0, Math.floor(((day - person.joinDay) * 100) / DAYS_PER_100_MONTHS));
}

export function customerId(person: Person): string | null {
  return person.withheld ? null : `C${String(person.number).padStart(8, '0')}`;
}

/** The caller as at that day, null when nobody knows who calls. */
export function profileAt(person: Person, day: number): Customer | null {
  if (person.withheld) return null;
  return {
    age_group: person.ageKnown ? person.age.name : null,
    region: person.region.name,
    plan_type: person.plan,
    tenure_months: tenureMonths(person, day),
  };
}
