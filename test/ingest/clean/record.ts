import type { Change } from '../../../src/contract/batch.ts';
import type { CleanContext, CleanSession } from '../../../src/ingest/clean/cleaned.ts';
import { withheldIdSet } from '../../../src/ingest/clean/customer.ts';
import { cleanSession } from '../../../src/ingest/clean/session.ts';

import { wallClockOf } from '../../../src/ingest/clean/zone.ts';
import { ALL_KINDS } from '../../../src/redact/redact.ts';

/** A record that no rule of cleaning touches. */
export const CLEAN_RECORD = {
  session_id: 'S-1',
  customer_id: 'C-1',
  call_start_time: '2025-01-31T12:00:00.000Z',
  call_end_time: '2025-01-31T12:01:00.000Z',
  call_duration_sec: 60,
  conversation: [] as unknown,
  initial_intent: 'billing_question',
  resolution_status: 'Resolved',
  escalation_flag: 'N',
  customer_sentiment: 'Neutral',
  system_error_flag: 'N',
  ivr_outcome_code: 'RES_CONFIRMED',
  topic_type: 'Billing',
  topic_name: 'Payment Issue',
};

export const CLEAN_TURN = {
  turn_number: 1,
  timestamp: '2025-01-31T12:00:05.000Z',
  speaker: 'Customer',
  text: 'my bill',
  intent_detected: 'Y',
  intent_name: 'billing_question',
  confidence_score: 0.9,
};

export function contextOf(timeZone = 'UTC', withheld: readonly string[] = []): CleanContext {
  return { clock: wallClockOf(timeZone), withheldIds: withheldIdSet(withheld), redactedKinds: ALL_KINDS };
}

export interface Cleaned {
  readonly session: CleanSession;
  /** `turn field: before → after (rule)`, the turn left out for a field of the session. */
  readonly changes: readonly string[];
}

/** Cleans a clean record with some fields changed; throws when it is rejected. */
export function cleanWith(fields: object, context = contextOf()): Cleaned {
  const session = cleanSession({ ...CLEAN_RECORD, ...fields }, context);
  if ('reason' in session) throw new Error(`rejected: ${session.reason}`);
  return { session, changes: session.log.changes.map(changeText) };
}

/** The same for turns; each is a clean turn with some fields changed, numbered in order. */
export function cleanTurnsWith(turns: readonly object[], context = contextOf()): Cleaned {
  const conversation = turns.map((turn, index) => ({ ...CLEAN_TURN, turn_number: index + 1, ...turn }));
  return cleanWith({ conversation }, context);
}

/** Why a record is rejected; null when it is not. */
export function rejectionOf(fields: object): string | null {
  const session = cleanSession({ ...CLEAN_RECORD, ...fields }, contextOf());
  return 'reason' in session ? session.reason : null;
}

function changeText({ turn_number, field, before, after, rule }: Change): string {
  const place = turn_number === null ? field : `${turn_number} ${field}`;
  return `${place}: ${before} → ${after} (${rule})`;
}
