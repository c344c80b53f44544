import { FLAGS, INPUT_MODES, RESOLUTION_STATUSES, SENTIMENTS, SPEAKERS, TURN_EVENTS } from './fields.ts';

/** Words that mean "no value", in any case, trimmed. Never applied to a turn's text. */
export const NULL_WORDS: readonly string[] = ['', 'null', 'n/a', 'none', 'unknown'];

/** Ids that a telephone system writes when the number is withheld; an id of zeros only counts too. */
export const WITHHELD_CUSTOMER_IDS: readonly string[] = [
  'anonymous',
  'restricted',
  'withheld',
  'private',
  'unavailable',
  'blocked',
  'no caller id',
];

/** Synonyms of an enum's words, keyed by the word in lower case with single spaces. */
export type SynonymTable = Readonly<Record<string, string>>;

function withOwnWords(words: readonly string[], synonyms: SynonymTable): SynonymTable {
  return { ...Object.fromEntries(words.map((word) => [word.toLowerCase(), word])), ...synonyms };
}

const FLAG_SYNONYMS = withOwnWords(FLAGS, { yes: 'Y', true: 'Y', '1': 'Y', no: 'N', false: 'N', '0': 'N' });

/** One table per enum field of sessions and turns. A word in none of them is null and recorded. */
export const SYNONYMS = {
  resolution_status: withOwnWords(RESOLUTION_STATUSES, {
    resolve: 'Resolved',
    completed: 'Resolved',
    complete: 'Resolved',
    solved: 'Resolved',
    success: 'Resolved',
    contained: 'Resolved',
    escalate: 'Escalated',
    transferred: 'Escalated',
    transfer: 'Escalated',
    'transferred to agent': 'Escalated',
    'handed over': 'Escalated',
    handoff: 'Escalated',
    'agent transfer': 'Escalated',
    abandon: 'Abandoned',
    'hung up': 'Abandoned',
    hangup: 'Abandoned',
    'hang up': 'Abandoned',
    dropped: 'Abandoned',
    disconnected: 'Abandoned',
  }),
  escalation_flag: FLAG_SYNONYMS,
  system_error_flag: FLAG_SYNONYMS,
  customer_sentiment: withOwnWords(SENTIMENTS, {
    pos: 'Positive',
    happy: 'Positive',
    satisfied: 'Positive',
    neu: 'Neutral',
    mixed: 'Neutral',
    neg: 'Negative',
    angry: 'Negative',
    unhappy: 'Negative',
    frustrated: 'Negative',
  }),
  speaker: withOwnWords(SPEAKERS, {
    caller: 'Customer',
    user: 'Customer',
    client: 'Customer',
    bot: 'Chatbot',
    ivr: 'Chatbot',
    system: 'Chatbot',
    assistant: 'Chatbot',
    'chat bot': 'Chatbot',
    'human agent': 'Agent',
    'live agent': 'Agent',
    representative: 'Agent',
    operator: 'Agent',
  }),
  intent_detected: FLAG_SYNONYMS,
  input_mode: withOwnWords(INPUT_MODES, {
    voice: 'Speech',
    spoken: 'Speech',
    keypad: 'DTMF',
    keys: 'DTMF',
    'touch tone': 'DTMF',
  }),
  event: withOwnWords(TURN_EVENTS, {
    'no match': 'NoMatch',
    'no-match': 'NoMatch',
    no_match: 'NoMatch',
    'no input': 'NoInput',
    'no-input': 'NoInput',
    no_input: 'NoInput',
    silence: 'NoInput',
    timeout: 'NoInput',
    matched: 'Match',
  }),
} as const satisfies Record<string, SynonymTable>;

/** Intents that mean "nothing was understood"; extended by the setting `fallbackIntents`. */
export const FALLBACK_INTENTS: readonly string[] = [
  'fallback',
  'default_fallback',
  'default fallback intent',
  'no_match',
  'none',
  'unknown',
  'nlu_fallback',
  'out_of_scope',
];

/** Intents that ask for a person; extended by the setting `agentRequestIntents`. */
export const AGENT_REQUEST_INTENTS: readonly string[] = [
  'agent_request',
  'request_agent',
  'speak_to_agent',
  'talk_to_agent',
  'live_agent',
  'human_agent',
  'operator',
  'representative',
];

/** Tenure bands in months: from `from` to `to`, both included. */
export const TENURE_BANDS: readonly {
  readonly label: string;
  readonly from: number;
  readonly to: number | null;
}[] = [
  { label: '0–5', from: 0, to: 5 },
  { label: '6–11', from: 6, to: 11 },
  { label: '12–23', from: 12, to: 23 },
  { label: '24–59', from: 24, to: 59 },
  { label: '60+', from: 60, to: null },
];
