import { MS_PER_DAY, MS_PER_HOUR } from './calendar.ts';
import { Rng, Wheel } from './rng.ts';
import { type Incident, isUnder } from './world/incidents.ts';
import type { World } from './world/world.ts';

const PURPOSE_TIME = 0x54494d45;

/** A time at which someone calls. */
export interface Slot {
  readonly startMs: number;
  /** What broke, when the call would not come without it. */
  readonly incident: Incident | null;
}

/** An hour of a day in which people call, with or without an incident's part. */
interface Part {
  readonly fromMs: number;
  readonly weight: number;
  readonly incident: Incident | null;
}

export interface DayVolume {
  /** In UTC. */
  readonly day: number;
  readonly sessions: number;
  /** Sessions of all days before. */
  readonly before: number;
}

const volumes = new WeakMap<World, readonly DayVolume[]>();

/** How many of the run's sessions fall on each day: shares by weight, exact in sum. */
export function sessionsByDay(world: World): readonly DayVolume[] {
  const known = volumes.get(world);
  if (known) return known;
  const volume = shareOut(world);
  volumes.set(world, volume);
  return volume;
}

/** BigInt, for the products pass 2^53. */
function shareOut(world: World): DayVolume[] {
  const { span, sessions } = world;
  const weights: bigint[] = [];
  for (let day = span.fromDay; day < span.toDay; day++) {
    weights.push(partsOf(world, day).reduce((sum, part) => sum + BigInt(part.weight), 0n));
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  let passed = 0n;
  let before = 0;
  return weights.map((weight, at) => {
    passed += weight;
    // Only holidays may weigh nothing, and a span of such days alone: then the last day has all.
    const upToHere =
      total === 0n ? (at === weights.length - 1 ? sessions : 0) : Number((BigInt(sessions) * passed) / total);
    const volume = { day: span.fromDay + at, sessions: upToHere - before, before };
    before = upToHere;
    return volume;
  });
}

/** So many slots of one day, in order; `stream` tells apart those who draw for the same day. */
export function slotsOf(world: World, day: number, sessions: number, stream: number): Slot[] {
  if (sessions === 0) return [];
  const rng = new Rng(world.seed, PURPOSE_TIME ^ stream, day);
  const parts = partsOf(world, day);
  const weighs = parts.some((part) => part.weight > 0);
  const wheel = new Wheel(parts, (part) => (weighs ? part.weight : 1));
  const slots = Array.from({ length: sessions }, () => {
    const { fromMs, incident } = wheel.draw(rng);
    return { startMs: fromMs + rng.below(3600) * 1000 + rng.below(1000), incident };
  });
  return slots.sort((a, b) => a.startMs - b.startMs);
}

function partsOf(world: World, day: number): Part[] {
  return Array.from({ length: 24 }, (_, hour) => {
    const fromMs = day * MS_PER_DAY + hour * MS_PER_HOUR;
    const weight = world.traffic.weightAt(fromMs);
    return [{ fromMs, weight, incident: null }, ...incidentParts(world, fromMs, weight)];
  }).flat();
}

/** The calls on top: the usual ones of that region on that topic, so many times less one. */
function incidentParts({ incidents, demand, time }: World, fromMs: number, weight: number): Part[] {
  return incidents
    .filter((incident) => isUnder(incident, fromMs))
    .map((incident) => {
      const share = demand.sharePerMillion(incident.topic, time.dayOf(fromMs));
      const usual = (((weight * incident.regionPerMillion) / 1_000_000) * share) / 1_000_000;
      return { fromMs, weight: Math.floor(usual * (incident.callsTimes - 1)), incident };
    });
}
