import type { Session } from '../../src/contract/fields.ts';

/** A session as a session file holds it; what a test does not name has an ordinary value. */
export function sessionRecord(given: Partial<Session> & { session_id: string }): Session {
  return {
    customer_id: 'C1',
    call_start_time: '2025-01-06T10:00:00.000Z',
    call_end_time: '2025-01-06T10:02:00.000Z',
    call_duration_sec: 120,
    initial_intent: 'make_payment',
    resolution_status: 'Resolved',
    escalation_flag: 'N',
    customer_sentiment: 'Neutral',
    system_error_flag: 'N',
    ivr_outcome_code: 'RES_CONFIRMED',
    topic_type: 'Billing',
    topic_name: 'Payment Issue',
    conversation: [
      {
        turn_number: 1,
        timestamp: '2025-01-06T10:00:00.000Z',
        speaker: 'Chatbot',
        text: 'How can I help?',
        intent_detected: null,
        intent_name: null,
        confidence_score: null,
      },
      {
        turn_number: 2,
        timestamp: '2025-01-06T10:00:05.000Z',
        speaker: 'Customer',
        text: 'pay my bill',
        intent_detected: 'Y',
        intent_name: 'make_payment',
        confidence_score: 0.91,
      },
    ],
    ...given,
  };
}
