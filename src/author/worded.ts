import type { Session, Turn } from '../contract/fields.ts';
import { validateSession } from '../contract/validate.ts';
import { isoTime } from '../simulate/calendar.ts';
import { BOT_MS_PER_CHAR, KEY_MS, PERSON_MS_PER_CHAR } from '../simulate/call/tape.ts';
import type { Misfit } from './answer.ts';
import type { Plan } from './plan.ts';

/** Speech may be this much faster than the simulator's; below it no one could say it. */
const LEAST_STRETCH = 0.68;

/**
 * The planned session with other words. Call start and end stay; in between the turns' times move, so that each has the time
 * that its words take.
 */
export function worded(plan: Plan, texts: readonly string[]): Session | Misfit {
  const { session } = plan;
  const said = session.conversation.map((turn, at) => ({ ...turn, text: texts[at] ?? '' }));
  const conversation = retimed(session, said);
  if (conversation === null)
    return { kind: 'length', reason: 'In all there are more words than the call has time for.' };
  const whole = { ...session, conversation };
  const [fault] = validateSession(whole);
  return fault === undefined
    ? whole
    : { kind: 'contract', reason: `The session would not be valid: ${fault}.` };
}

function retimed(session: Session, said: readonly Turn[]): Turn[] | null {
  const startMs = Date.parse(session.call_start_time ?? '');
  const endMs = Date.parse(session.call_end_time ?? '');
  const wanted = said.map((turn, at) => {
    const before = session.conversation[at];
    const next = session.conversation[at + 1]?.timestamp;
    const lastedMs = (next ? Date.parse(next) : endMs) - Date.parse(turn.timestamp ?? '');
    return Math.max(0, lastedMs + sayingMs(turn) - sayingMs(before ?? turn));
  });
  const firstMs = Date.parse(said[0]?.timestamp ?? '') - startMs;
  const wantedMs = wanted.reduce((sum, ms) => sum + ms, 0);
  const stretch = wantedMs === 0 ? 1 : (endMs - startMs - firstMs) / wantedMs;
  if (stretch < LEAST_STRETCH) return null;
  let passedMs = 0;
  return said.map((turn, at) => {
    const timestamp = isoTime(startMs + firstMs + Math.floor(passedMs * stretch));
    passedMs += wanted[at] ?? 0;
    return { ...turn, timestamp };
  });
}

function sayingMs({ speaker, text, input_mode }: Turn): number {
  const perChar =
    input_mode === 'DTMF' ? KEY_MS : speaker === 'Chatbot' ? BOT_MS_PER_CHAR : PERSON_MS_PER_CHAR;
  return (text ?? '').length * perChar;
}
