import type { Customer } from '../contract/fields.ts';
import {
  AGE_GROUPS,
  AGE_MISSING,
  type AgeGroup,
  CUSTOMERS_PER_MILLE,
  JOINING,
  PLANS,
  REGIONS,
  type Region,
  WITHHELD,
} from './data/customers.ts';
import { LANGUAGES, type Language } from './data/languages.ts';
import type { Span } from './options.ts';
import { Rng, Wheel } from './rng.ts';

const PURPOSE_PERSON = 0x50455253;
const AGES = new Wheel(AGE_GROUPS, (group) => group.weight);
const REGION_WHEEL = new Wheel(REGIONS, (region) => region.weight);
const PLAN_WHEEL = new Wheel(PLANS, (plan) => plan.weight);
const LANGUAGE_WHEEL = new Wheel(LANGUAGES, (language) => language.weight);
const TEN_YEARS_DAYS = 3652;
/** 100 months are 3,044 days. */
const DAYS_PER_100_MONTHS = 3044;

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
  /** 0 to 1,000: how much they would rather talk to a person. */
  readonly agentWish: number;
  /** -2 to 2: the mood they bring along. */
  readonly mood: number;
  /** Whether they hang up as soon as they have an answer. */
  readonly brisk: boolean;
}

/** People by number, derived from the seed whenever they are needed: none is kept in memory. */
export class Population {
  readonly size: number;
  private readonly seed: number;
  private readonly span: Span;

  constructor(sessions: number, span: Span, seed: number) {
    this.size = Math.max(20, Math.min(0x20_0000, Math.floor((sessions * CUSTOMERS_PER_MILLE) / 1000)));
    this.seed = seed;
    this.span = span;
  }

  person(number: number): Person {
    const rng = new Rng(this.seed, PURPOSE_PERSON, number);
    const age = AGES.draw(rng);
    return {
      number,
      withheld: rng.chance(WITHHELD),
      age,
      ageKnown: !rng.chance(AGE_MISSING),
      region: REGION_WHEEL.draw(rng),
      plan: PLAN_WHEEL.draw(rng).name,
      language: LANGUAGE_WHEEL.draw(rng),
      joinDay: this.joinDay(rng),
      patience: rng.around(2, 118) + age.patience,
      clarity: rng.around(-80, 80) + age.clarity,
      agentWish: rng.between(0, 999) + age.agentWish,
      mood: rng.around(-2, 2),
      brisk: rng.chance(400),
    };
  }

  private joinDay(rng: Rng): number {
    const { fromDay, toDay } = this.span;
    if (rng.chance(JOINING)) return fromDay + rng.below(toDay - fromDay);
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
