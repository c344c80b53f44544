import type { Config } from '../../base/config.ts';
import type { QuarantineReason } from '../../contract/rules.ts';
import { type CleanSession, isObject, type RawObject, type Rejection } from './cleaned.ts';

/** What one record may be. */
export type RecordLimits = Pick<Config, 'maxDepth' | 'maxTurns' | 'maxTextChars'>;

const rejection = (reason: QuarantineReason, sessionId: string | null, detail: string): Rejection => ({
  reason,
  sessionId,
  detail,
});

/** Whether a value nests deeper than that; what it is itself counts as one level. */
function isDeeperThan(value: object, levels: number): boolean {
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const element of value) {
      if (typeof element === 'object' && element !== null && isDeeperThan(element, levels - 1)) return true;
    }
    return false;
  }
  for (const key in value) {
    const member: unknown = (value as RawObject)[key];
    if (typeof member === 'object' && member !== null && isDeeperThan(member, levels - 1)) return true;
  }
  return false;
}

/** Why a record is more than cleaning takes on; null for nearly all. */
export function rejectRaw(raw: unknown, { maxDepth, maxTurns }: RecordLimits): Rejection | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const sessionId = isObject(raw) && typeof raw.session_id === 'string' ? raw.session_id.trim() : null;
  if (isDeeperThan(raw, maxDepth)) return rejection('too_deep', sessionId, depthDetail(maxDepth));
  if (!isObject(raw) || !Array.isArray(raw.conversation)) return null;
  return tooManyTurns(raw.conversation.length, sessionId, maxTurns);
}

export const depthDetail = (maxDepth: number): string =>
  `It nests deeper than ${maxDepth} levels; maxDepth sets that limit.`;

function tooManyTurns(turns: number, sessionId: string | null, maxTurns: number): Rejection | null {
  if (turns <= maxTurns) return null;
  return rejection('too_many_turns', sessionId, `It has ${turns} turns; maxTurns allows ${maxTurns}.`);
}

const TEXTS = [
  'session_id',
  'customer_id',
  'initial_intent',
  'ivr_outcome_code',
  'topic_type',
  'topic_name',
  'bot_version',
  'language',
  'entry_point',
  'age_group',
  'region',
  'plan_type',
] as const satisfies readonly (keyof CleanSession)[];
const TURN_TEXTS = ['text', 'intent_name', 'prompt_id'] as const;

/** Why a cleaned session is more than the warehouse takes; null for nearly all. */
export function rejectCleaned(session: CleanSession, limits: RecordLimits): Rejection | null {
  const { maxTurns, maxTextChars } = limits;
  const long = longText(session, maxTextChars);
  if (long === null) return tooManyTurns(session.turns.length, session.session_id, maxTurns);
  const detail = `${long} is longer than ${maxTextChars} characters; maxTextChars sets that limit.`;
  return rejection('text_too_long', long === 'session_id' ? null : session.session_id, detail);
}

/** Names the first text that is too long. */
function longText(session: CleanSession, maxChars: number): string | null {
  for (const field of TEXTS) if (isLong(session[field], maxChars)) return field;
  for (const turn of session.turns) {
    for (const field of TURN_TEXTS) {
      if (isLong(turn[field], maxChars)) return `${field} of turn ${turn.turn_number}`;
    }
  }
  return null;
}

const isLong = (text: string | null, maxChars: number): boolean => text !== null && text.length > maxChars;
