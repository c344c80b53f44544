import { dayOf, MS_PER_DAY } from '../calendar.ts';
import type { Span } from '../options.ts';
import { Wheel } from '../rng.ts';
import type { AgeSpec, ReleaseSpec, Scenario, TopicSpec } from '../scenario/schema.ts';
import { Demand } from './demand.ts';
import { type Incident, incidentsOf } from './incidents.ts';
import { type Language, languageOf } from './language.ts';
import { LocalTime } from './local-time.ts';
import { Recogniser } from './recogniser.ts';
import type { Topic } from './topic.ts';
import { Traffic } from './traffic.ts';

export interface Release extends ReleaseSpec {
  readonly sinceDay: number;
  readonly recogniser: Recogniser;
}
export interface AgeGroup extends AgeSpec {
  readonly name: string;
}
export interface Region {
  readonly name: string;
  readonly weight: number;
  readonly recognition: number;
}

/** A scenario made ready for one run: phrases parsed, wheels weighted, clocks set. It never changes. */
export interface World {
  readonly scenario: Scenario;
  readonly seed: number;
  /** In the ids of its sessions. */
  readonly mark: number;
  readonly sessions: number;
  readonly span: Span;
  readonly time: LocalTime;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly releases: readonly Release[];
  readonly incidents: readonly Incident[];
  readonly traffic: Traffic;
  readonly demand: Demand;
  readonly languages: Wheel<Language>;
  readonly ages: Wheel<AgeGroup>;
  readonly regions: Wheel<Region>;
  readonly plans: Wheel<string>;
}

export interface WorldOptions {
  readonly sessions: number;
  readonly seed: number;
  readonly mark: number;
}

export function worldOf(scenario: Scenario, span: Span, { sessions, seed, mark }: WorldOptions): World {
  const { customers, releases, bot } = scenario;
  const time = new LocalTime(
    scenario.timeZone,
    (span.fromDay - 1) * MS_PER_DAY,
    (span.toDay + 1) * MS_PER_DAY,
  );
  const topics = named<TopicSpec, Topic>(scenario.topics, (intent, spec) => ({ ...spec, intent }));
  const incidents = incidentsOf(scenario, time);
  return {
    scenario,
    seed,
    mark,
    sessions,
    span,
    time,
    topics: new Map(topics.map((topic) => [topic.intent, topic])),
    releases: releases.map((spec) => releaseOf(spec, bot)),
    incidents,
    traffic: new Traffic(scenario, time, seed),
    demand: new Demand(topics),
    languages: wheel(named(scenario.languages, languageOf)),
    ages: wheel(named<AgeSpec, AgeGroup>(customers.ages, (name, spec) => ({ ...spec, name }))),
    regions: wheel(
      named<Omit<Region, 'name'>, Region>(customers.regions, (name, spec) => ({ ...spec, name })),
    ),
    plans: new Wheel(Object.keys(customers.plans), (plan) => customers.plans[plan] ?? 0),
  };
}

function named<S, T>(specs: Readonly<Record<string, S>>, make: (name: string, spec: S) => T): T[] {
  return Object.entries(specs).map(([name, spec]) => make(name, spec));
}

const wheel = <T extends { readonly weight: number }>(items: readonly T[]): Wheel<T> =>
  new Wheel(items, (item) => item.weight);

function releaseOf(spec: ReleaseSpec, bot: Scenario['bot']): Release {
  return { ...spec, sinceDay: dayOf(spec.since) ?? 0, recogniser: new Recogniser(spec, bot) };
}

/** The newest release in service on that local day; the first also serves all days before it. */
export function releaseOn({ releases }: World, day: number): Release {
  const newest = releases.findLast((release) => release.sinceDay <= day) ?? releases[0];
  if (newest === undefined) throw new Error('No release of the bot');
  return newest;
}
