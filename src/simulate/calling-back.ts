import type { OutcomeCode } from '../contract/fields.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from './calendar.ts';
import type { Need } from './need.ts';
import type { Rng } from './rng.ts';
import { hoursOf } from './volume.ts';

interface Habit {
  /** Per mille of people whose need was not met who call again. */
  readonly returns: number;
  /** Per mille of those who do so within the hour; the others take hours or days. */
  readonly soon: number;
}

const LOST: Habit = { returns: 620, soon: 640 };
const BELIEVED_SETTLED: Habit = { returns: 560, soon: 90 };
const LEFT_BY_AGENT: Habit = { returns: 420, soon: 40 };

/** What unmet people do after each outcome. */
const HABITS: Record<OutcomeCode, Habit> = {
  RES_CONFIRMED: BELIEVED_SETTLED,
  RES_IMPLIED: BELIEVED_SETTLED,
  ESC_REQUESTED: LEFT_BY_AGENT,
  ESC_NO_MATCH: LEFT_BY_AGENT,
  ESC_POLICY: LEFT_BY_AGENT,
  ESC_ERROR: LEFT_BY_AGENT,
  ESC_QUEUE_HANGUP: { returns: 680, soon: 420 },
  ABN_GREETING: { returns: 250, soon: 800 },
  ABN_DIALOGUE: LOST,
  ABN_NO_INPUT: { returns: 120, soon: 700 },
  ABN_SYSTEM: { returns: 720, soon: 300 },
};

const MAX_ATTEMPTS = 5;

/** When an unmet need calls again, in ms; null when it is given up, or met elsewhere. */
export function callsAgainAt(rng: Rng, need: Need, outcome: OutcomeCode, endMs: number): number | null {
  const habit = HABITS[outcome];
  if (need.attempt >= MAX_ATTEMPTS || !rng.chance(habit.returns)) return null;
  const jitterMs = rng.below(MS_PER_MINUTE);
  if (rng.chance(habit.soon)) return endMs + soonMinutes(rng) * MS_PER_MINUTE + jitterMs;
  const day = Math.floor(endMs / MS_PER_DAY) + Math.min(rng.between(1, 9), rng.between(1, 9));
  return day * MS_PER_DAY + hoursOf(day).draw(rng) * MS_PER_HOUR + rng.below(60) * MS_PER_MINUTE + jitterMs;
}

/** Redials cluster in the first minutes. */
function soonMinutes(rng: Rng): number {
  return Math.min(rng.between(1, 55), rng.between(1, 55), rng.between(1, 55));
}
