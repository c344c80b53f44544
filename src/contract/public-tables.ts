import { type Column, sessionColumn, type Table, turnColumn } from './columns.ts';

const conversation: Column = {
  name: 'conversation',
  type: 'STRING',
  description:
    'The transcript as JSON text: an array of turns in order, keys as in conversation_data from turn_number on.',
};

const sourceFile: Column = {
  name: 'source_file',
  type: 'STRING',
  description: "The full name of the session file's object.",
};

/** The tables that other people's workbooks read: names, order and types never change. */
export const RAW_SESSION_DATA: Table = {
  name: 'raw_session_data',
  description: 'One row per session: its current version.',
  columns: [
    ...['session_id', 'customer_id', 'call_start_time', 'call_end_time', 'call_duration_sec'].map(
      sessionColumn,
    ),
    conversation,
    ...[
      'initial_intent',
      'resolution_status',
      'escalation_flag',
      'customer_sentiment',
      'system_error_flag',
      'ivr_outcome_code',
      'topic_type',
      'topic_name',
    ].map(sessionColumn),
    sourceFile,
  ],
};

/** Turn fields of `conversation_data`, also the keys of `raw_session_data.conversation`, in order. */
export const PUBLIC_TURN_FIELDS = [
  'turn_number',
  'timestamp',
  'speaker',
  'text',
  'intent_detected',
  'intent_name',
  'confidence_score',
] as const;

export const CONVERSATION_DATA: Table = {
  name: 'conversation_data',
  description: 'One row per turn of each current session.',
  columns: [sessionColumn('session_id'), sessionColumn('customer_id'), ...PUBLIC_TURN_FIELDS.map(turnColumn)],
};

export const CUSTOMER_DATA: Table = {
  name: 'customer_data',
  description: 'One row per customer: the latest value of each field that is not null, by call_start_time.',
  columns: [
    { ...sessionColumn('customer_id'), required: true },
    ...['age_group', 'region', 'plan_type', 'tenure_months'].map(sessionColumn),
    { name: 'first_seen', type: 'TIMESTAMP', description: "Start of the customer's first session." },
    { name: 'last_seen', type: 'TIMESTAMP', description: "Start of the customer's latest session." },
  ],
};

export const PUBLIC_TABLES: readonly Table[] = [RAW_SESSION_DATA, CONVERSATION_DATA, CUSTOMER_DATA];
