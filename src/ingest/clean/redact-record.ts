import { Conversation } from '../../redact/conversation.ts';
import { redact } from '../../redact/redact.ts';
import { ChangeLog } from './changes.ts';
import { isObject, type RawObject } from './cleaned.ts';
import { cleanSpeaker } from './enums.ts';
import { sideOf } from './redact-session.ts';

/** A record that could not be loaded, as text to be shown: what turns say is seen in the light of what was asked before. */
export function redactedRecord(record: unknown): string {
  const text = JSON.stringify(withTurnsRedacted(record), null, 2) ?? '';
  return redactedLines(text);
}

export const redactedLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => redact(line).text)
    .join('\n');

function withTurnsRedacted(record: unknown): unknown {
  if (!isObject(record) || !Array.isArray(record.conversation)) return record;
  const conversation = new Conversation();
  return { ...record, conversation: record.conversation.map((turn) => redactedTurn(turn, conversation)) };
}

function redactedTurn(turn: unknown, conversation: Conversation): unknown {
  if (!isObject(turn)) return turn;
  const text = spokenText(turn);
  if (text === null) return turn;
  const speaker = cleanSpeaker(turn.speaker, null, new ChangeLog());
  return { ...turn, text: conversation.redact(sideOf({ speaker }), text).text };
}

const spokenText = ({ text }: RawObject): string | null =>
  typeof text === 'string' || typeof text === 'number' ? String(text) : null;
