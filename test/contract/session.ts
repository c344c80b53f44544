import type { Session } from '../../src/contract/fields.ts';

/** A session as a feed should write it. */
export const SESSION: Session = {
  session_id: 's-1',
  customer_id: 'c-1',
  call_start_time: '2025-01-31T09:00:00.000Z',
  call_end_time: '2025-01-31T09:01:30.000+01:00',
  call_duration_sec: 90,
  initial_intent: 'pay_bill',
  resolution_status: 'Resolved',
  escalation_flag: 'N',
  customer_sentiment: null,
  system_error_flag: 'N',
  ivr_outcome_code: 'RES_CONFIRMED',
  topic_type: 'Billing',
  topic_name: 'Payment Issue',
  conversation: [
    {
      turn_number: 1,
      timestamp: '2025-01-31T09:00:00.000Z',
      speaker: 'Customer',
      text: 'I want to pay',
      intent_detected: 'Y',
      intent_name: 'pay_bill',
      confidence_score: 0.93,
    },
  ],
};
