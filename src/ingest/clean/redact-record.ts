import { Conversation } from '../../redact/conversation.ts';
import { ChangeLog } from './changes.ts';
import { isObject, type RawObject } from './cleaned.ts';
import { cleanSpeaker } from './enums.ts';
import { sideOf } from './redact-session.ts';

/** A record that could not be loaded, as text to be shown: what turns say is seen in the light of what was asked before. */
export function redactedRecord(record: unknown): string {
  const said = new Conversation();
  return namesRedacted(JSON.stringify(withTurnsRedacted(record, said), null, 2) ?? '', said);
}

/** `"speaker": "Chatbot"`, `"text": "…"`, also where the text breaks off. */
const SAID = /"(speaker|text)"(\s*:\s*)(?:"((?:[^"\\]|\\.)*)|(\d[\d.]*))/g;

/** As `redactedRecord`, of text that is no record: its turns are found by their keys. */
export function redactedLines(text: string): string {
  const said = new Conversation();
  let speaker: string | null = null;
  const redacted = text.replace(
    SAID,
    (whole, key: string, colon: string, quoted?: string, number?: string) => {
      const value = quoted ?? number ?? '';
      if (key === 'speaker') {
        speaker = value;
        return whole;
      }
      const shown = turnRedacted(speaker, value, said);
      speaker = null;
      return shown === value ? whole : `"text"${colon}"${shown}${quoted === undefined ? '"' : ''}`;
    },
  );
  return namesRedacted(redacted, said);
}

function namesRedacted(text: string, said: Conversation): string {
  return text
    .split('\n')
    .map((line) => said.redactName(line).text)
    .join('\n');
}

function turnRedacted(rawSpeaker: unknown, text: string, said: Conversation): string {
  const speaker = cleanSpeaker(rawSpeaker, null, new ChangeLog());
  const shown = said.redact(sideOf({ speaker }), text).text;
  // Whoever is not named may have asked, too.
  if (speaker === null) said.find('company', text);
  return shown;
}

function withTurnsRedacted(record: unknown, said: Conversation): unknown {
  if (!isObject(record)) return record;
  const { conversation } = record;
  if (Array.isArray(conversation)) return { ...record, conversation: turnsRedacted(conversation, said) };
  if (typeof conversation !== 'string') return record;
  return { ...record, conversation: textRedacted(conversation, said) };
}

/** JSON text of the turns, as some feeds send them. */
function textRedacted(text: string, said: Conversation): unknown {
  try {
    const turns: unknown = JSON.parse(text);
    return Array.isArray(turns) ? turnsRedacted(turns, said) : redactedLines(text);
  } catch {
    return redactedLines(text);
  }
}

/** In the order of their numbers, and shown where they stand. */
function turnsRedacted(turns: readonly unknown[], said: Conversation): readonly unknown[] {
  const shown = [...turns];
  const places = turns.map((turn, place) => ({ turn, place }));
  const isNumbered = turns.every((turn) => Number.isFinite(numberOf(turn)));
  if (isNumbered) places.sort((a, b) => numberOf(a.turn) - numberOf(b.turn));
  for (const { turn, place } of places) {
    const text = isObject(turn) ? spokenText(turn) : null;
    if (isObject(turn) && text !== null)
      shown[place] = { ...turn, text: turnRedacted(turn.speaker, text, said) };
  }
  return shown;
}

const numberOf = (turn: unknown): number =>
  isObject(turn) && turn.turn_number != null ? Number(turn.turn_number) : Number.NaN;

const spokenText = ({ text }: RawObject): string | null =>
  typeof text === 'string' || typeof text === 'number' ? String(text) : null;
