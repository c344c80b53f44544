import { NULL_WORDS } from '../../contract/synonyms.ts';
import type { ChangeLog } from './changes.ts';
import { withoutInvalidCharacters } from './characters.ts';

const NULLS: ReadonlySet<string> = new Set(NULL_WORDS);
const LONGEST_NULL_WORD = Math.max(...NULL_WORDS.map((word) => word.length));
/** Most words are told from a null word by their first letter. */
const FIRST_LETTERS = new Set(
  NULL_WORDS.flatMap((word) => [word.charCodeAt(0), word.toUpperCase().charCodeAt(0)]),
);

/** Whether a trimmed text is one of the words that mean "no value". */
export function isNullWord(trimmed: string): boolean {
  if (trimmed.length > LONGEST_NULL_WORD) return false;
  return trimmed === '' || (FIRST_LETTERS.has(trimmed.charCodeAt(0)) && NULLS.has(trimmed.toLowerCase()));
}

/**
 * A word: an id, a name, a code. Trimmed; a null word is null; numbers and truth values become their text, other JSON types null.
 * Integers beyond 2^53 have lost digits before anyone could read them, so they are null.
 */
export function cleanWord(
  value: unknown,
  field: string,
  turnNumber: number | null,
  log: ChangeLog,
): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return cleanText(value, field, turnNumber, log);
  if (typeof value === 'object') {
    log.note(turnNumber, field, value, null, 'wrong_type');
    return null;
  }
  return wordOfScalar(value, field, turnNumber, log);
}

function cleanText(value: string, field: string, turnNumber: number | null, log: ChangeLog): string | null {
  const trimmed = value.trim();
  if (isNullWord(trimmed)) {
    log.note(turnNumber, field, value, null, 'null_word');
    return null;
  }
  if (trimmed !== value) log.note(turnNumber, field, value, trimmed, 'trimmed');
  const valid = withoutInvalidCharacters(trimmed);
  if (valid !== trimmed) log.note(turnNumber, field, trimmed, valid, 'invalid_characters');
  return valid;
}

function wordOfScalar(
  value: unknown,
  field: string,
  turnNumber: number | null,
  log: ChangeLog,
): string | null {
  if (typeof value === 'number' && (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER)) {
    log.note(turnNumber, field, value, null, 'number_unreadable');
    return null;
  }
  const text = String(value);
  log.note(turnNumber, field, value, text, 'wrong_type');
  return text;
}

/** What was said: kept as it came, white space and null words too. */
export function cleanSpeech(value: unknown, turnNumber: number, log: ChangeLog): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') {
    const valid = withoutInvalidCharacters(value);
    if (valid !== value) log.note(turnNumber, 'text', value, valid, 'invalid_characters');
    return valid;
  }
  if (typeof value === 'object') {
    log.note(turnNumber, 'text', value, null, 'wrong_type');
    return null;
  }
  return wordOfScalar(value, 'text', turnNumber, log);
}
