import { isPlausibleInstant, LONGEST_CALL_SEC } from '../../contract/plausible.ts';
import type { ChangeLog } from './changes.ts';
import type { CleanTurn, RawObject } from './cleaned.ts';
import { cleanNumber, noteRounding, readNumber, roundHalfUp } from './numbers.ts';
import { isoOf } from './timestamp.ts';

const SECOND_MS = 1000;

/** The start as it came, else the first turn's; null when neither says. */
export function settleStart(
  given: number | null,
  turns: readonly CleanTurn[],
  log: ChangeLog,
): number | null {
  if (given !== null) return given;
  const first = turns.find((turn) => turn.atMs !== null)?.atMs ?? null;
  if (first !== null) log.note(null, 'call_start_time', null, isoOf(first), 'start_from_first_turn');
  return first;
}

/** The end as it came, else start plus duration, else the last turn's; never more than 24 h after the start; null when none says. */
export function settleEnd(
  given: number | null,
  startMs: number,
  duration: unknown,
  turns: readonly CleanTurn[],
  log: ChangeLog,
): number | null {
  const latestMs = startMs + LONGEST_CALL_SEC * SECOND_MS;
  if (given !== null && given <= latestMs) return given;
  if (given !== null) log.note(null, 'call_end_time', isoOf(given), null, 'end_implausible');
  const endMs = endFromDuration(startMs, readNumber(duration));
  if (endMs !== null) {
    log.note(null, 'call_end_time', null, isoOf(endMs), 'end_from_duration');
    return endMs;
  }
  const last = turns.findLast((turn) => turn.atMs !== null && turn.atMs <= latestMs)?.atMs ?? null;
  if (last !== null) log.note(null, 'call_end_time', null, isoOf(last), 'end_from_last_turn');
  return last;
}

function endFromDuration(startMs: number, durationSec: number | null): number | null {
  if (durationSec === null || !(durationSec >= 0 && durationSec <= LONGEST_CALL_SEC)) return null;
  const endMs = startMs + roundHalfUp(durationSec * SECOND_MS);
  return isPlausibleInstant(endMs) ? endMs : null;
}

/** The duration as it came; null and recorded when no call lasts that long. */
function givenDuration(value: unknown, log: ChangeLog): number | null {
  const given = cleanNumber(value, 'call_duration_sec', null, log);
  if (given === null || given <= LONGEST_CALL_SEC) return given;
  log.note(null, 'call_duration_sec', value, null, 'number_out_of_range');
  return null;
}

/** Seconds from start to end, half up: computed when what came is absent, negative or more than 1 s off. */
export function cleanDuration(
  raw: RawObject,
  startMs: number,
  endMs: number | null,
  log: ChangeLog,
): number | null {
  const field = 'call_duration_sec';
  const given = givenDuration(raw.call_duration_sec, log);
  if (endMs === null) {
    if (given !== null) log.note(null, field, given, null, 'number_out_of_range');
    return null;
  }
  const computed = roundHalfUp((endMs - startMs) / SECOND_MS);
  if (given === null) {
    log.note(null, field, null, computed, 'duration_computed');
    return computed;
  }
  if (given < 0 || Math.abs(given * SECOND_MS - (endMs - startMs)) > SECOND_MS) {
    log.note(null, field, raw.call_duration_sec, computed, 'duration_corrected');
    return computed;
  }
  return noteRounding(raw.call_duration_sec, roundHalfUp(given), field, log);
}
