import {
  FLAGS,
  type Flag,
  INPUT_MODES,
  RESOLUTION_STATUSES,
  SENTIMENTS,
  SPEAKERS,
  TURN_EVENTS,
} from '../../contract/fields.ts';
import { SYNONYMS, type SynonymTable } from '../../contract/synonyms.ts';
import type { ChangeLog } from './changes.ts';
import { isNullWord } from './words.ts';

type CleanEnum<W> = (value: unknown, turnNumber: number | null, log: ChangeLog) => W | null;

/** Spellings with `_` and `-` read as spaces too: `hung_up` is `hung up`. */
function spelling(text: string): readonly [string, string] {
  const lower = text.trim().toLowerCase().replace(/\s+/g, ' ');
  return [lower, lower.replace(/[\s_-]+/g, ' ')];
}

function enumCleaner<W extends string>(field: keyof typeof SYNONYMS, words: readonly W[]): CleanEnum<W> {
  // Maps, since `constructor` may come as a word.
  const exact = new Map<unknown, W>(words.map((word) => [word, word]));
  const table: SynonymTable = SYNONYMS[field];
  const synonyms = new Map(Object.entries(table).map(([key, word]) => [key, exact.get(word)]));
  return (value, turnNumber, log) => {
    if (value === null || value === undefined) return null;
    const canonical = exact.get(value);
    if (canonical !== undefined) return canonical;
    if (typeof value === 'object') {
      log.note(turnNumber, field, value, null, 'wrong_type');
      return null;
    }
    const [lower, spaced] = spelling(String(value));
    const word = synonyms.get(lower) ?? synonyms.get(spaced) ?? null;
    const rule = word !== null ? 'synonym' : isNullWord(lower) ? 'null_word' : 'unknown_word';
    log.note(turnNumber, field, value, word, rule);
    return word;
  };
}

export const cleanStatus = enumCleaner('resolution_status', RESOLUTION_STATUSES);
export const cleanSentiment = enumCleaner('customer_sentiment', SENTIMENTS);
export const cleanEscalationFlag = enumCleaner('escalation_flag', FLAGS);
export const cleanSystemErrorFlag = enumCleaner('system_error_flag', FLAGS);
export const cleanSpeaker = enumCleaner('speaker', SPEAKERS);
export const cleanInputMode = enumCleaner('input_mode', INPUT_MODES);
export const cleanEvent = enumCleaner('event', TURN_EVENTS);
/** Another word than a flag's is an intent's name: the caller of this asks `isIntentName` first. */
export const cleanIntentFlag: CleanEnum<Flag> = enumCleaner('intent_detected', FLAGS);

const FLAG_SPELLINGS = new Set(Object.keys(SYNONYMS.intent_detected));

/** Whether the value of `intent_detected` is the name of an intent: a word that is neither a flag nor a null word. */
export function isIntentName(value: unknown): value is string {
  if (typeof value !== 'string' || value === 'Y' || value === 'N') return false;
  const [lower] = spelling(value);
  return !FLAG_SPELLINGS.has(lower) && !isNullWord(lower);
}
