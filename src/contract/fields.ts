/** The fields of a session file, defined once: types, validator, JSON Schema, DDL and docs all come from here. */

export type FieldKind = 'string' | 'integer' | 'number' | 'timestamp' | 'enum';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** The words an `enum` may hold, in the order in which they are shown. */
  readonly values?: readonly string[];
  readonly required?: true;
  /** An optional field may be absent from the file; the others are written, null when unknown. */
  readonly optional?: true;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly unit?: string;
  readonly description: string;
}

export const RESOLUTION_STATUSES = ['Resolved', 'Escalated', 'Abandoned'] as const;
export const SENTIMENTS = ['Positive', 'Neutral', 'Negative'] as const;
export const FLAGS = ['Y', 'N'] as const;
export const SPEAKERS = ['Customer', 'Chatbot', 'Agent'] as const;
export const INPUT_MODES = ['Speech', 'DTMF'] as const;
export const TURN_EVENTS = ['Match', 'NoMatch', 'NoInput'] as const;

/** Earshot's own outcome codes; a real system's codes pass through as they came. */
export const OUTCOME_CODES = {
  RES_CONFIRMED: 'The caller confirmed that the matter is settled.',
  RES_IMPLIED: 'The question was answered, then the caller hung up.',
  ESC_REQUESTED: 'The caller asked for an agent.',
  ESC_NO_MATCH: 'Handed over after repeated misrecognition.',
  ESC_POLICY: 'Handed over because a rule of the business demands a person.',
  ESC_ERROR: 'Handed over after a system error.',
  ESC_QUEUE_HANGUP: 'Handed over; the caller hung up in the queue.',
  ABN_GREETING: 'Hung up during the greeting.',
  ABN_DIALOGUE: 'Hung up in the middle of the dialogue.',
  ABN_NO_INPUT: 'Ended after repeated silence.',
  ABN_SYSTEM: 'Hung up after a system error.',
} as const;
export type OutcomeCode = keyof typeof OUTCOME_CODES;

export const TURN_FIELDS = [
  { name: 'turn_number', kind: 'integer', minimum: 1, description: 'Position in the call, from 1.' },
  { name: 'timestamp', kind: 'timestamp', description: 'When the turn began.' },
  { name: 'speaker', kind: 'enum', values: SPEAKERS, description: 'Who spoke.' },
  { name: 'text', kind: 'string', description: 'What was said, or the digits that were keyed; redacted.' },
  {
    name: 'intent_detected',
    kind: 'enum',
    values: FLAGS,
    description: 'Whether the recogniser found an intent; another word there is an intent name.',
  },
  { name: 'intent_name', kind: 'string', description: 'The intent that was found.' },
  {
    name: 'confidence_score',
    kind: 'number',
    minimum: 0,
    maximum: 1,
    description: "The recogniser's confidence in the intent, 0.0 to 1.0, six decimals.",
  },
  { name: 'input_mode', kind: 'enum', values: INPUT_MODES, optional: true, description: 'Voice or keys.' },
  {
    name: 'event',
    kind: 'enum',
    values: TURN_EVENTS,
    optional: true,
    description: 'On a Chatbot turn it speaks of the caller turn before, or of the silence.',
  },
  { name: 'prompt_id', kind: 'string', optional: true, description: 'The prompt that the bot played.' },
] as const satisfies readonly Field[];

export const SESSION_FIELDS = [
  {
    name: 'session_id',
    kind: 'string',
    required: true,
    description: 'Names the session; with the object it names a version.',
  },
  { name: 'customer_id', kind: 'string', description: 'Who called; null for a withheld number.' },
  { name: 'call_start_time', kind: 'timestamp', description: 'When the call began.' },
  { name: 'call_end_time', kind: 'timestamp', description: 'When the call ended.' },
  {
    name: 'call_duration_sec',
    kind: 'integer',
    unit: 's',
    minimum: 0,
    description: 'End minus start, half up.',
  },
  { name: 'initial_intent', kind: 'string', description: 'The first intent that was detected.' },
  {
    name: 'resolution_status',
    kind: 'enum',
    values: RESOLUTION_STATUSES,
    description: 'How the call ended for the caller.',
  },
  { name: 'escalation_flag', kind: 'enum', values: FLAGS, description: 'Whether the call went to a person.' },
  {
    name: 'customer_sentiment',
    kind: 'enum',
    values: SENTIMENTS,
    description: "The caller's mood over the call.",
  },
  {
    name: 'system_error_flag',
    kind: 'enum',
    values: FLAGS,
    description: 'Whether a system behind the bot failed.',
  },
  { name: 'ivr_outcome_code', kind: 'string', description: "The system's own code for the outcome." },
  { name: 'topic_type', kind: 'string', description: 'The family of topics, as in Billing.' },
  { name: 'topic_name', kind: 'string', description: 'The topic of the call, as in Payment Issue.' },
  { name: 'bot_version', kind: 'string', optional: true, description: 'The release of the bot.' },
  { name: 'language', kind: 'string', optional: true, description: "The caller's language." },
  { name: 'entry_point', kind: 'string', optional: true, description: 'The dialled line.' },
] as const satisfies readonly Field[];

/** A century. Beyond it the number is something else, a card's for one. */
export const LONGEST_TENURE_MONTHS = 1200;

/** The optional `customer` object of a session: the caller as at the call. */
export const CUSTOMER_FIELDS = [
  { name: 'age_group', kind: 'string', description: "The caller's age band, as at the call." },
  { name: 'region', kind: 'string', description: "The caller's region, as at the call." },
  { name: 'plan_type', kind: 'string', description: "The caller's plan, as at the call." },
  {
    name: 'tenure_months',
    kind: 'integer',
    unit: 'months',
    minimum: 0,
    maximum: LONGEST_TENURE_MONTHS,
    description: 'Months as a customer, as at the call.',
  },
] as const satisfies readonly Field[];

type ValueOf<F extends Field> = F extends { kind: 'integer' | 'number' }
  ? number
  : F extends { kind: 'enum'; values: readonly (infer V)[] }
    ? V
    : string;
type RequiredNames<F extends Field> = F extends { required: true } ? F['name'] : never;
type OptionalNames<F extends Field> = F extends { optional: true } ? F['name'] : never;

/** A record of the given fields: required ones are present, the others null when unknown, optional ones may be absent. */
type RecordOf<F extends Field> = {
  [K in F as Exclude<K['name'], OptionalNames<F>>]: K['name'] extends RequiredNames<F>
    ? ValueOf<K>
    : ValueOf<K> | null;
} & { [K in F as Extract<K['name'], OptionalNames<F>>]?: ValueOf<K> | null };

export type Turn = RecordOf<(typeof TURN_FIELDS)[number]>;
export type Customer = RecordOf<(typeof CUSTOMER_FIELDS)[number]>;
/** One session as a session file holds it; timestamps are ISO 8601 text. */
export type Session = RecordOf<(typeof SESSION_FIELDS)[number]> & {
  conversation: Turn[];
  customer?: Customer | null;
};

export type ResolutionStatus = (typeof RESOLUTION_STATUSES)[number];
export type Sentiment = (typeof SENTIMENTS)[number];
export type Flag = (typeof FLAGS)[number];
export type Speaker = (typeof SPEAKERS)[number];
