import type { Session, Turn } from '../../src/contract/fields.ts';
import { type Shown, table } from './show.ts';

/** A call as a table: when, who, what, and what the bot made of it. */
export function transcript({ call_start_time, conversation }: Session): Shown {
  const startMs = Date.parse(call_start_time ?? '');
  const rows = conversation.map((turn) => [
    clock(Date.parse(turn.timestamp ?? '') - startMs),
    turn.speaker,
    turn.text,
    heard(turn),
  ]);
  return table(['time', 'who', 'says', 'the bot heard'], rows);
}

function clock(ms: number): string {
  const sec = Math.floor(ms / 1000);
  return `${Math.floor(sec / 60)}:${String(sec % 60).padStart(2, '0')}`;
}

function heard({ speaker, event, input_mode, intent_name, confidence_score }: Turn): string {
  if (speaker === 'Chatbot') return event === 'NoMatch' || event === 'NoInput' ? `*${event}* before` : '';
  if (speaker !== 'Customer') return '';
  const score = confidence_score == null ? '' : ` ${confidence_score.toFixed(2)}`;
  return `${input_mode === 'DTMF' ? 'keys: ' : ''}${intent_name ?? 'nothing'}${score}`;
}
