import type { ChangeLog } from './changes.ts';
import { isNullWord } from './words.ts';

const NUMBER_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/** A finite number from a JSON number or a text of one; null for none, NaN for what no rule reads. Integers past 2^53 are unreadable. */
export function readNumber(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') {
    const trimmed = value.trim();
    if (isNullWord(trimmed)) return null;
    return NUMBER_TEXT.test(trimmed) ? readNumber(Number(trimmed)) : Number.NaN;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return Number.NaN;
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? Number.NaN : value;
}

/** As `readNumber`, with null and a recorded change, in which `shown` stands, for what no rule reads. That a number came as text is left to the caller. */
export function cleanNumber(
  value: unknown,
  field: string,
  turnNumber: number | null,
  log: ChangeLog,
  shown: unknown = value,
): number | null {
  const number = readNumber(value);
  if (number === null) {
    if (typeof value === 'string') log.note(turnNumber, field, value, null, 'null_word');
    return null;
  }
  if (!Number.isNaN(number)) return number;
  const isNumeric = typeof value === 'number' || typeof value === 'string';
  log.note(turnNumber, field, shown, null, isNumeric ? 'number_unreadable' : 'wrong_type');
  return null;
}

/** Half up, as every whole number of seconds. */
export const roundHalfUp = (value: number): number => Math.floor(value + 0.5);

/** A whole number from 0 to `maximum`: text read, fractions rounded, what is outside null; every step recorded. */
export function cleanCount(value: unknown, field: string, maximum: number, log: ChangeLog): number | null {
  const number = cleanNumber(value, field, null, log);
  if (number === null) return null;
  if (number < 0 || number > maximum) {
    log.note(null, field, value, null, 'number_out_of_range');
    return null;
  }
  return noteRounding(value, roundHalfUp(number), field, log);
}

/** Records how a whole number came to be: from text, or rounded. */
export function noteRounding(value: unknown, whole: number, field: string, log: ChangeLog): number {
  if (typeof value === 'string') log.note(null, field, value, whole, 'number_from_text');
  else if (value !== whole) log.note(null, field, value, whole, 'number_rounded');
  return whole;
}
