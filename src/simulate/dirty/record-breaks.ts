import type { Session, Turn } from '../../contract/fields.ts';
import type { ChangeRule, QuarantineReason } from '../../contract/rules.ts';
import { isoTime } from '../calendar.ts';
import type { Rng } from '../rng.ts';
import type { Expected, RecordBreak, Written } from './breaks.ts';

/** Breaks the copy of a session; null when there is nothing in it to break this way. */
type Break = (session: Session, rng: Rng) => Written | null;

type Values = Record<string, unknown>;

const written = (record: unknown, broken: RecordBreak): Written => ({ text: JSON.stringify(record), broken });
const repaired = (rule: ChangeRule): Expected => ({ outcome: 'repaired', rule });
const lost = (rule: ChangeRule, value: string | number | null = null): Expected => ({
  outcome: 'replaced',
  rule,
  value,
});
const refused = (reason: QuarantineReason): Expected => ({ outcome: 'quarantined', reason });

/** One field of the session that comes as another value. */
function inField(
  kind: string,
  field: keyof Session,
  expected: Expected,
  make: (value: unknown) => unknown,
): Break {
  return (session) => {
    const value = session[field];
    if (value === null || value === undefined) return null;
    const record: Values = { ...session, [field]: make(value) };
    return written(record, { kind, field, turn: null, expected });
  };
}

/** One field of one turn that comes as another value. */
function inTurn(
  kind: string,
  field: keyof Turn,
  expected: Expected | ((value: string | number) => Expected),
  make: (value: string | number) => unknown,
): Break {
  return (session, rng) => {
    const fitting = session.conversation.filter(
      (turn) => typeof turn[field] === 'string' || typeof turn[field] === 'number',
    );
    if (fitting.length === 0) return null;
    const turn = rng.pick(fitting);
    const value = turn[field] ?? '';
    const turns = session.conversation.map((each) =>
      each === turn ? { ...turn, [field]: make(value) } : each,
    );
    const record = { ...session, conversation: turns };
    const told = typeof expected === 'function' ? expected(value) : expected;
    return written(record, { kind, field, turn: turn.turn_number, expected: told });
  };
}

const without = (kind: string, field: keyof Session, expected: Expected): Break =>
  inField(kind, field, expected, () => undefined);

const STATUS_SYNONYMS: Record<string, string> = {
  Resolved: 'COMPLETED',
  Escalated: 'transferred to agent',
  Abandoned: ' hung  up ',
};
const SENTIMENT_SYNONYMS: Record<string, string> = { Positive: 'pos', Neutral: 'mixed', Negative: 'ANGRY' };
const SPEAKER_SYNONYMS: Record<string, string> = { Customer: 'caller', Chatbot: 'IVR', Agent: 'live agent' };
const EVENT_SYNONYMS: Record<string, string> = { Match: 'matched', NoMatch: 'no-match', NoInput: 'timeout' };
const looked = (table: Record<string, string>) => (value: unknown) => table[String(value)] ?? value;

/** Turns that lost their numbers, and stand in another order. */
const shuffled: Break = (session) => {
  if (session.conversation.length < 3) return null;
  const turns = session.conversation.toReversed().map((turn) => ({ ...turn, turn_number: 1 }));
  const expected = repaired('turn_renumbered');
  return written(
    { ...session, conversation: turns },
    { kind: 'turns_unnumbered', field: 'turn_number', turn: 2, expected },
  );
};

const percentages: Break = (session) => {
  const scored = session.conversation.filter((turn) => (turn.confidence_score ?? 0) > 0.02);
  const [first] = scored;
  if (
    first === undefined ||
    scored.length < session.conversation.filter((turn) => turn.confidence_score !== null).length
  ) {
    return null;
  }
  const turns = session.conversation.map((turn) =>
    turn.confidence_score === null
      ? turn
      : { ...turn, confidence_score: Math.round(turn.confidence_score * 1000) / 10 },
  );
  const expected = repaired('confidence_percent');
  const broken = { kind: 'confidence_percent', field: 'confidence_score', turn: first.turn_number, expected };
  return written({ ...session, conversation: turns }, broken);
};

/** No end and no duration: the last turn's time is the next best. */
const noEnd: Break = (session) => {
  const last = session.conversation.at(-1)?.timestamp ?? null;
  if (last === null) return null;
  const { call_end_time: _end, call_duration_sec: _duration, ...record } = session;
  const expected = lost('end_from_last_turn', last);
  return written(record, { kind: 'end_missing', field: 'call_end_time', turn: null, expected });
};

const noStart: Break = (session) => {
  const { call_start_time, ...record } = session;
  const expected = repaired('start_from_first_turn');
  if (session.conversation[0]?.timestamp !== call_start_time) return null;
  return written(record, { kind: 'start_missing', field: 'call_start_time', turn: null, expected });
};

const noTimes: Break = (session) => {
  const turns = session.conversation.map((turn) => ({ ...turn, timestamp: null }));
  const record = { ...session, call_start_time: 'unknown', conversation: turns };
  return written(record, {
    kind: 'no_times',
    field: 'call_start_time',
    turn: null,
    expected: refused('start_missing'),
  });
};

const endFirst: Break = (session) => {
  const start = session.call_start_time;
  if (start === null) return null;
  const record = { ...session, call_end_time: isoTime(Date.parse(start) - 3_600_000) };
  const expected = refused('end_before_start');
  return written(record, { kind: 'end_before_start', field: 'call_end_time', turn: null, expected });
};

const disagreeing: Break = (session) => {
  const flag = session.escalation_flag === 'Y' ? 'N' : 'Y';
  const expected: Expected = { outcome: 'found', finding: 'status_flag_disagree' };
  return written(
    { ...session, escalation_flag: flag },
    { kind: 'status_flag_disagree', field: 'escalation_flag', turn: null, expected },
  );
};

const intentInFlag: Break = (session, rng) => {
  const fitting = session.conversation.filter(
    (turn) => turn.intent_name !== null && turn.intent_name.length > 3,
  );
  if (fitting.length === 0) return null;
  const turn = rng.pick(fitting);
  const swapped = { ...turn, intent_detected: turn.intent_name, intent_name: null };
  const turns = session.conversation.map((each) => (each === turn ? swapped : each));
  const expected = repaired('intent_name_from_flag');
  const broken = { kind: 'intent_in_flag', field: 'intent_detected', turn: turn.turn_number, expected };
  return written({ ...session, conversation: turns }, broken);
};

/** JSON that no parser takes. */
const cutShort: Break = (session) => {
  const text = JSON.stringify(session).replace('"customer_id":', '"customer_id"');
  return { text, broken: { kind: 'bad_json', field: null, turn: null, expected: refused('not_json') } };
};

const twice: Break = (session) => {
  const text = JSON.stringify(session);
  const broken: RecordBreak = {
    kind: 'record_twice',
    field: null,
    turn: null,
    expected: { outcome: 'repeated' },
  };
  return { text: `${text},\n${text}`, broken };
};

const notAnObject: Break = () =>
  written('--- log rotated ---', {
    kind: 'not_an_object',
    field: null,
    turn: null,
    expected: refused('not_an_object'),
  });

/** Ways in which real feeds break a record. Each breaks one thing, so that an ETL can be graded by it. */
export const RECORD_BREAKS: readonly Break[] = [
  inField('status_synonym', 'resolution_status', repaired('synonym'), looked(STATUS_SYNONYMS)),
  inField('status_unknown', 'resolution_status', lost('unknown_word'), () => 'pending review'),
  inField('sentiment_synonym', 'customer_sentiment', repaired('synonym'), looked(SENTIMENT_SYNONYMS)),
  inField('flag_boolean', 'escalation_flag', repaired('synonym'), (flag) => flag === 'Y'),
  inField('flag_lower_case', 'system_error_flag', repaired('synonym'), (flag) => String(flag).toLowerCase()),
  inField('null_word', 'topic_name', lost('null_word'), () => 'N/A'),
  inField('white_space', 'topic_name', repaired('trimmed'), (name) => `  ${name}\t`),
  inField('withheld_number', 'customer_id', lost('customer_withheld'), () => 'Anonymous'),
  inField('duration_text', 'call_duration_sec', repaired('number_from_text'), String),
  inField(
    'duration_negative',
    'call_duration_sec',
    repaired('duration_corrected'),
    (sec) => -1 - Number(sec),
  ),
  inField('duration_wrong', 'call_duration_sec', repaired('duration_corrected'), (sec) => Number(sec) + 3600),
  without('duration_missing', 'call_duration_sec', repaired('duration_computed')),
  without('id_missing', 'session_id', refused('session_id_missing')),
  inField('conversation_text', 'conversation', repaired('conversation_from_text'), (turns) =>
    JSON.stringify(turns),
  ),
  inField('conversation_prose', 'conversation', refused('conversation_invalid'), () => 'see attachment'),
  inField('outcome_number', 'ivr_outcome_code', lost('wrong_type', '17'), () => 17),
  inTurn('speaker_synonym', 'speaker', repaired('synonym'), looked(SPEAKER_SYNONYMS)),
  inTurn('speaker_unknown', 'speaker', lost('unknown_word'), () => 'robot 7'),
  inTurn('turn_number_text', 'turn_number', repaired('number_from_text'), String),
  inTurn('time_unreadable', 'timestamp', lost('timestamp_unreadable'), () => '31/12/25 late'),
  inTurn('time_implausible', 'timestamp', lost('timestamp_implausible'), () => '2400-01-01T00:00:00Z'),
  inTurn('confidence_text', 'confidence_score', repaired('number_from_text'), String),
  inTurn('confidence_just_above', 'confidence_score', lost('confidence_clamped', 1), () => 1.004),
  inTurn(
    'nul_character',
    'prompt_id',
    (id) => lost('invalid_characters', `${id}\ufffd`),
    (id) => `${id}\0`,
  ),
  inTurn('event_synonym', 'event', repaired('synonym'), (event) => EVENT_SYNONYMS[String(event)] ?? event),
  inTurn('mode_synonym', 'input_mode', repaired('synonym'), (mode) => (mode === 'DTMF' ? 'keypad' : 'voice')),
  shuffled,
  percentages,
  noEnd,
  noStart,
  noTimes,
  endFirst,
  disagreeing,
  intentInFlag,
  cutShort,
  twice,
  notAnObject,
];
