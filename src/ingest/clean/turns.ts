import type { ChangeLog } from './changes.ts';
import { withoutInvalidCharacters } from './characters.ts';
import { type CleanContext, type CleanTurn, isObject, type RawObject } from './cleaned.ts';
import { cleanConfidence, readScore } from './confidence.ts';
import { cleanEvent, cleanInputMode, cleanIntentFlag, cleanSpeaker, isIntentName } from './enums.ts';
import { orderTurns } from './order.ts';
import { cleanTimestamp } from './timestamp.ts';
import { cleanSpeech, cleanWord, isNullWord } from './words.ts';

/** The turns as they came, or null when `conversation` is not an array of objects. JSON text of one is accepted. */
export function rawTurnsOf(conversation: unknown, log: ChangeLog): readonly RawObject[] | null {
  if (conversation === null || conversation === undefined) return [];
  if (typeof conversation === 'string') return turnsOfText(conversation, log);
  return Array.isArray(conversation) && conversation.every(isObject) ? conversation : null;
}

function turnsOfText(text: string, log: ChangeLog): readonly RawObject[] | null {
  if (isNullWord(text.trim())) {
    log.note(null, 'conversation', text, null, 'null_word');
    return [];
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed) || !parsed.every(isObject)) return null;
    // The turns hold what was said; a cut of their text would hold it without what was asked before.
    const before = `JSON text of ${text.length} characters`;
    log.note(null, 'conversation', before, `${parsed.length} turns`, 'conversation_from_text');
    return parsed;
  } catch {
    return null;
  }
}

/** Turns in order, numbered from 1, every field cleaned. */
export function cleanTurns(
  raw: readonly RawObject[],
  startMs: number | null,
  context: CleanContext,
  log: ChangeLog,
): CleanTurn[] {
  const notBefore = startMs ?? Number.NEGATIVE_INFINITY;
  const turns: CleanTurn[] = [];
  for (const turn of orderTurns(raw, context.clock, notBefore))
    turns.push(cleanTurn(turn, turns.length + 1, notBefore, context, log));
  cleanConfidence(turns, log);
  return turns;
}

function noteNumber(value: unknown, turnNumber: number, log: ChangeLog): void {
  if (value === turnNumber) return;
  const isSameNumber = typeof value === 'string' && Number(value) === turnNumber;
  log.note(
    turnNumber,
    'turn_number',
    value,
    turnNumber,
    isSameNumber ? 'number_from_text' : 'turn_renumbered',
  );
}

function cleanTurn(
  raw: RawObject,
  turnNumber: number,
  notBefore: number,
  context: CleanContext,
  log: ChangeLog,
): CleanTurn {
  noteNumber(raw.turn_number, turnNumber, log);
  const atMs = cleanTimestamp(raw.timestamp, 'timestamp', turnNumber, log, context.clock, notBefore);
  const turn: CleanTurn = {
    turn_number: turnNumber,
    atMs,
    speaker: cleanSpeaker(raw.speaker, turnNumber, log),
    text: cleanSpeech(raw.text, turnNumber, log),
    intent_detected: null,
    intent_name: cleanWord(raw.intent_name, 'intent_name', turnNumber, log),
    confidence_score: readScore(raw.confidence_score, turnNumber, log),
    input_mode: cleanInputMode(raw.input_mode, turnNumber, log),
    event: cleanEvent(raw.event, turnNumber, log),
    prompt_id: cleanWord(raw.prompt_id, 'prompt_id', turnNumber, log),
  };
  cleanIntent(raw.intent_detected, turn, log);
  return turn;
}

/** Another word than a flag in intent_detected is an intent's name; a name that is there already stays. */
function cleanIntent(flag: unknown, turn: CleanTurn, log: ChangeLog): void {
  if (!isIntentName(flag)) {
    turn.intent_detected = cleanIntentFlag(flag, turn.turn_number, log);
    return;
  }
  turn.intent_detected = 'Y';
  log.note(turn.turn_number, 'intent_detected', flag, 'Y', 'intent_name_from_flag');
  if (turn.intent_name !== null) return;
  turn.intent_name = withoutInvalidCharacters(flag.trim());
  log.note(turn.turn_number, 'intent_name', null, turn.intent_name, 'intent_name_from_flag');
}
