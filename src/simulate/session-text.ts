import type { Session, Turn } from '../contract/fields.ts';

/** What JSON has to escape; all else stands in quotes as it is. */
const SPECIAL = /["\\\p{Cc}\p{Cs}]/u;

function quoted(text: string | null): string {
  if (text === null) return 'null';
  return SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** A session as JSON.stringify writes it, in half the time: most of a session is turns, and all turns have the same keys. */
export function sessionText(session: Session): string {
  const { conversation, ...head } = session;
  let turns = '';
  for (const turn of conversation) turns += turns === '' ? turnText(turn) : `,${turnText(turn)}`;
  return `${JSON.stringify(head).slice(0, -1)},"conversation":[${turns}]}`;
}

/** Only texts can hold what must be escaped; the rest are the simulator's own words. */
function turnText(turn: Turn): string {
  const intent = turn.intent_name === null ? 'null' : `"${turn.intent_name}"`;
  const detected = turn.intent_detected === null ? 'null' : `"${turn.intent_detected}"`;
  let text = `{"turn_number":${turn.turn_number},"timestamp":"${turn.timestamp}","speaker":"${turn.speaker}","text":${quoted(turn.text)},"intent_detected":${detected},"intent_name":${intent},"confidence_score":${turn.confidence_score}`;
  if (turn.input_mode !== undefined) text += `,"input_mode":"${turn.input_mode}"`;
  if (turn.event !== undefined) text += `,"event":"${turn.event}"`;
  if (turn.prompt_id !== undefined) text += `,"prompt_id":"${turn.prompt_id}"`;
  return `${text}}`;
}
