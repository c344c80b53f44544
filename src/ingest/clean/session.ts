import type { Flag, ResolutionStatus } from '../../contract/fields.ts';
import type { Finding, QuarantineReason } from '../../contract/rules.ts';
import { ChangeLog } from './changes.ts';
import {
  type CleanContext,
  type CleanSession,
  type CleanTurn,
  isObject,
  type RawObject,
  type Rejection,
} from './cleaned.ts';
import { cleanCustomer, cleanCustomerId } from './customer.ts';
import { cleanEscalationFlag, cleanSentiment, cleanStatus, cleanSystemErrorFlag } from './enums.ts';
import { cleanDuration, settleEnd, settleStart } from './times.ts';
import { cleanTimestamp } from './timestamp.ts';
import { cleanTurns, rawTurnsOf } from './turns.ts';
import { cleanWord } from './words.ts';

const rejection = (reason: QuarantineReason, sessionId: string | null, detail: string): Rejection => ({
  reason,
  sessionId,
  detail,
});

/** One record of a session file, by every rule of cleaning: a session with its changes recorded, or why it cannot be one. */
export function cleanSession(raw: unknown, context: CleanContext): CleanSession | Rejection {
  if (!isObject(raw)) return rejection('not_an_object', null, 'The record is not a JSON object.');
  const log = new ChangeLog(context.redactedKinds);
  const sessionId = cleanWord(raw.session_id, 'session_id', null, log);
  if (sessionId === null) return rejection('session_id_missing', null, whyNoId(raw.session_id));
  const rawTurns = rawTurnsOf(raw.conversation, log);
  if (!rawTurns) {
    return rejection('conversation_invalid', sessionId, 'conversation is not an array of turn objects.');
  }
  const given = givenTimes(raw, context, log);
  const turns = cleanTurns(rawTurns, given.startMs, context, log);
  const startMs = settleStart(given.startMs, turns, log);
  if (startMs === null) {
    return rejection('start_missing', sessionId, 'No readable call_start_time, and no turn has a timestamp.');
  }
  const endMs = settleEnd(given.endMs, startMs, raw.call_duration_sec, turns, log);
  if (endMs !== null && endMs < startMs) {
    return rejection('end_before_start', sessionId, 'call_end_time lies before call_start_time.');
  }
  return sessionOf(raw, { sessionId, startMs, endMs, turns, log }, context);
}

function whyNoId(id: unknown): string {
  if (typeof id !== 'number') return 'session_id is absent or says nothing.';
  return 'session_id is a number beyond 2^53, which has lost digits: write it as text.';
}

function givenTimes(raw: RawObject, { clock }: CleanContext, log: ChangeLog) {
  const anyTime = Number.NEGATIVE_INFINITY;
  const startMs = cleanTimestamp(raw.call_start_time, 'call_start_time', null, log, clock, anyTime);
  const notBefore = startMs ?? anyTime;
  const endMs = cleanTimestamp(raw.call_end_time, 'call_end_time', null, log, clock, notBefore);
  return { startMs, endMs };
}

interface Frame {
  readonly sessionId: string;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly turns: CleanTurn[];
  readonly log: ChangeLog;
}

function sessionOf(raw: RawObject, frame: Frame, context: CleanContext): CleanSession {
  const { log } = frame;
  const customer = cleanCustomer(raw.customer, log);
  const status = cleanStatus(raw.resolution_status, null, log);
  const escalation = cleanEscalationFlag(raw.escalation_flag, null, log);
  return {
    session_id: frame.sessionId,
    customer_id: cleanCustomerId(raw.customer_id, context.withheldIds, log),
    startMs: frame.startMs,
    endMs: frame.endMs,
    call_duration_sec: cleanDuration(raw, frame.startMs, frame.endMs, log),
    initial_intent: cleanWord(raw.initial_intent, 'initial_intent', null, log),
    resolution_status: status,
    escalation_flag: escalation,
    customer_sentiment: cleanSentiment(raw.customer_sentiment, null, log),
    system_error_flag: cleanSystemErrorFlag(raw.system_error_flag, null, log),
    ivr_outcome_code: cleanWord(raw.ivr_outcome_code, 'ivr_outcome_code', null, log),
    topic_type: cleanWord(raw.topic_type, 'topic_type', null, log),
    topic_name: cleanWord(raw.topic_name, 'topic_name', null, log),
    bot_version: cleanWord(raw.bot_version, 'bot_version', null, log),
    language: cleanWord(raw.language, 'language', null, log),
    entry_point: cleanWord(raw.entry_point, 'entry_point', null, log),
    age_group: customer.age_group,
    region: customer.region,
    plan_type: customer.plan_type,
    tenure_months: customer.tenure_months,
    turns: frame.turns,
    log,
    findings: findingsOf(status, escalation),
  };
}

/** Kept as they came: neither of the two is known to be the right one. */
function findingsOf(status: ResolutionStatus | null, escalation: Flag | null): Finding[] {
  const findings: Finding[] = [];
  if (status === null || escalation === null) return findings;
  if ((status === 'Escalated') !== (escalation === 'Y')) findings.push('status_flag_disagree');
  return findings;
}
