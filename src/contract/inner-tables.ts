import { type Column, columnOf, type Table } from './columns.ts';
import { CUSTOMER_FIELDS, type Field, SESSION_FIELDS, TURN_FIELDS } from './fields.ts';
import { ANNOTATION, DAY_CHANGE, DAY_OUTCOME, JOURNAL, META, TOMBSTONE } from './keeping-tables.ts';
import { LEDGER } from './ledger-table.ts';
import { ORIGIN, POSITION } from './origin.ts';
import { QUARANTINE, QUARANTINE_DECISION } from './quarantine-table.ts';

/** Facts of one session, computed once from its turns when it is staged. Bot leg: the turns before the first Agent turn. */
export const FACT_COLUMNS = [
  {
    name: 'bot_duration_sec',
    type: 'INT64',
    description: 'Start to the first Agent turn, else the whole call; half up.',
  },
  { name: 'turn_count', type: 'INT64', description: 'Turns of the whole call.' },
  { name: 'customer_turns', type: 'INT64', description: 'Customer turns of the bot leg.' },
  { name: 'judged_turns', type: 'INT64', description: 'Bot-leg Customer turns with intent_detected Y or N.' },
  { name: 'recognised_turns', type: 'INT64', description: 'Those with Y and no fallback intent.' },
  { name: 'no_match_events', type: 'INT64', description: 'Bot-leg events NoMatch.' },
  { name: 'no_input_events', type: 'INT64', description: 'Bot-leg events NoInput.' },
  { name: 'has_event', type: 'BOOL', description: 'Whether any turn carries an event.' },
  { name: 'scored_turns', type: 'INT64', description: 'Bot-leg Customer turns with a confidence score.' },
  { name: 'confidence_micros', type: 'INT64', description: 'Sum of their scores times 10^6.' },
  { name: 'is_engaged', type: 'BOOL', description: 'At least one bot-leg Customer turn has text or digits.' },
  { name: 'has_agent_turn', type: 'BOOL', description: 'Whether an Agent spoke.' },
  { name: 'agent_requested', type: 'BOOL', description: 'A Customer turn has an agent-request intent.' },
] as const satisfies readonly Column[];

/** A value that a rule of cleaning changed. */
const CHANGE_COLUMNS: readonly Column[] = [
  { name: 'turn_number', type: 'INT64', description: 'The turn, null when the session itself was changed.' },
  { name: 'field', type: 'STRING', description: 'The field that was changed.' },
  { name: 'before', type: 'STRING', description: 'What stood there, redacted; null when nothing did.' },
  { name: 'after', type: 'STRING', description: 'What stands there now; null when nothing does.' },
  { name: 'rule', type: 'STRING', description: 'The rule that changed it.' },
];

/** What a staged batch holds, and what the warehouse stores as it came. */
export const STAGED_VERSION_COLUMNS: readonly Column[] = [
  ...SESSION_FIELDS.map(columnOf).map((column) =>
    column.name === 'call_start_time' ? { ...column, required: true as const } : column,
  ),
  ...CUSTOMER_FIELDS.map(columnOf),
  ...ORIGIN,
  POSITION,
  ...FACT_COLUMNS,
  {
    name: 'turns',
    type: 'RECORD',
    columns: TURN_FIELDS.map(columnOf),
    description: 'The transcript, in order.',
  },
  { name: 'changes', type: 'RECORD', columns: CHANGE_COLUMNS, description: 'Values that a rule changed.' },
  {
    name: 'findings',
    type: 'RECORD',
    columns: [{ name: 'code', type: 'STRING', description: 'The finding.' }],
    description: 'What is odd and was kept as it came.',
  },
];

/** Values that are counted or grouped by so often that each bears a small integer of its own: that is far cheaper than text. */
export const NUMBERED = { customer_id: 'customer_key', topic_name: 'topic_key' } as const;

const NUMBERS: readonly Column[] = Object.entries(NUMBERED).map(([value, name]) => ({
  name,
  type: 'INT64',
  description: `Number of the ${value} in this warehouse, from 1; without meaning outside it.`,
}));

/**
 * Words of the contract's own lists that nearly every question counts by: each bears its place in the list, from 1, beside
 * it. Comparing small integers takes a half of the time of comparing text.
 */
export const CODED = {
  resolution_status: 'resolution_status_code',
  escalation_flag: 'escalation_flag_code',
  customer_sentiment: 'customer_sentiment_code',
  system_error_flag: 'system_error_flag_code',
} as const;
export type CodedName = keyof typeof CODED;

/** The words of a coded field, in the order of their codes. */
export function codedWords(name: CodedName): readonly string[] {
  const field: Field | undefined = SESSION_FIELDS.find((candidate) => candidate.name === name);
  return field?.values ?? [];
}

const CODES: readonly Column[] = Object.entries(CODED).map(([value, name]) => ({
  name,
  type: 'INT64',
  description: `Place of ${value} among its words, from 1: ${codedWords(value as CodedName).join(', ')}.`,
}));

/** Who called before is asked of many calls at once. BigQuery looks among the next contacts instead. */
export const PREVIOUS_CONTACT: Column = {
  name: 'previous_contact_time',
  type: 'TIMESTAMP',
  description: "Start of the same customer's session before.",
};

/** One row per version of a session: (session_id, object, generation). The current one has the greatest (call_end_time, object). */
export const SESSION_VERSION: Table = {
  name: 'session_version',
  description: 'Every version of every session that the newest generations of the objects hold.',
  columns: [
    ...STAGED_VERSION_COLUMNS,
    ...NUMBERS,
    ...CODES,
    { name: 'is_current', type: 'BOOL', required: true, description: 'Whether this version was elected.' },
    {
      name: 'next_contact_time',
      type: 'TIMESTAMP',
      description: "Start of the same customer's next session.",
    },
    {
      name: 'next_topic_contact_time',
      type: 'TIMESTAMP',
      description: "Start of the same customer's next session on the same topic, or where either has none.",
    },
    PREVIOUS_CONTACT,
  ],
};

export const INNER_TABLES: readonly Table[] = [
  SESSION_VERSION,
  QUARANTINE,
  QUARANTINE_DECISION,
  LEDGER,
  META,
  TOMBSTONE,
  JOURNAL,
  ANNOTATION,
  DAY_OUTCOME,
  DAY_CHANGE,
];
