import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from './calendar.ts';
import type { CallFacts } from './call/facts.ts';
import type { Need } from './need.ts';
import type { Rng } from './rng.ts';
import type { Habits } from './scenario/schema.ts';
import type { World } from './world/world.ts';

/** "Within days" is within this many, so that it shows within a week of the call. */
const LONGEST_DAYS = 6;

/** When an unmet need calls again, in ms; null when it is given up, or met elsewhere. */
export function callsAgainAt(
  world: World,
  rng: Rng,
  need: Need,
  facts: CallFacts,
  endMs: number,
): number | null {
  const { callingBack, effects } = world.scenario;
  if (facts.needMet || need.attempt >= callingBack.mostCalls) return null;
  if (facts.confirmed || facts.answered) {
    return rng.chance(effects.unhelped.returns) ? someDay(world, rng, endMs) : null;
  }
  const habit = callingBack[habitOf(facts)];
  if (!rng.chance(habit.returns)) return null;
  const speed = rng.below(1000);
  if (speed < habit.redials) return endMs + rng.between(4000, 58_000);
  if (speed < habit.redials + habit.soon)
    return endMs + soonMinutes(rng) * MS_PER_MINUTE + rng.below(MS_PER_MINUTE);
  return someDay(world, rng, endMs);
}

function habitOf(facts: CallFacts): Habits {
  if (facts.handover !== null) return facts.leftQueue ? 'queue' : 'byAgent';
  if (facts.agentsClosed) return 'closed';
  if (facts.leftBecause === 'line_dropped') return 'dropped';
  if (facts.endedBySilence) return 'silence';
  if (facts.systemDown) return 'system';
  return facts.callerSpoke || facts.dialogueBegan ? 'lost' : 'greeting';
}

/** At an hour at which people call, on one of the next days. */
function someDay(world: World, rng: Rng, endMs: number): number {
  const { time, traffic } = world;
  const day = time.dayOf(endMs) + Math.min(rng.between(1, LONGEST_DAYS), rng.between(1, LONGEST_DAYS));
  const localMs = day * MS_PER_DAY + traffic.drawHour(rng, day) * MS_PER_HOUR + rng.below(1_800_000);
  return localMs - (time.local(endMs) - endMs) + rng.below(1_800_000);
}

/** Redials cluster in the first minutes. */
function soonMinutes(rng: Rng): number {
  return Math.min(rng.between(1, 55), rng.between(1, 55), rng.between(1, 55));
}
