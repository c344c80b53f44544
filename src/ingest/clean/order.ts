import { isPlausibleInstant } from '../../contract/plausible.ts';
import type { RawObject } from './cleaned.ts';
import { readNumber } from './numbers.ts';
import { readTimestamp } from './timestamp.ts';
import type { WallClock } from './zone.ts';

/** A turn's own number, when it is a whole one. */
function numberOf(turn: RawObject): number | null {
  const number = readNumber(turn.turn_number);
  return number !== null && Number.isInteger(number) ? number : null;
}

/**
 * Turns in order of turn_number; of timestamp and position when numbers repeat or are missing. A turn without a timestamp
 * follows the turn that stood before it.
 */
export function orderTurns(
  turns: readonly RawObject[],
  clock: WallClock,
  startMs: number,
): readonly RawObject[] {
  if (turns.every((turn, index) => turn.turn_number === index + 1)) return turns;
  const numbers = turns.map(numberOf);
  const areDistinct = !numbers.includes(null) && new Set(numbers).size === numbers.length;
  const keys = areDistinct ? numbers.map(Number) : timesOf(turns, clock, startMs);
  return turns
    .map((turn, position) => ({ turn, position, key: keys[position] ?? 0 }))
    .sort((a, b) => (a.key === b.key ? a.position - b.position : a.key - b.key))
    .map(({ turn }) => turn);
}

function timesOf(turns: readonly RawObject[], clock: WallClock, startMs: number): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return turns.map((turn) => {
    const ms = readTimestamp(turn.timestamp, clock, startMs);
    if (isPlausibleInstant(ms)) last = ms;
    return last;
  });
}
