import type { QuarantinedRecord, SessionFacts } from '../contract/batch.ts';
import type { CleanSession, CleanTurn } from './clean/cleaned.ts';
import type { LineBuffer } from './stage-buffer.ts';

const NULL = Buffer.from('null');
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const COMMA = Buffer.from(',');
const CLOSE_OBJECT = Buffer.from('}');
const OPEN_TURNS = Buffer.from(',"turns":[');
const CLOSE_ARRAY = Buffer.from(']');
const NOTHING = Buffer.from('[]');
const DAY_MS = 86_400_000;
const MILLION = 1e6;

/** Keys as they stand in a line, each with what stands before it: `open` before the first. */
function keysOf<K extends string>(open: string, ...names: readonly K[]): Readonly<Record<K, Uint8Array>> {
  const entries = names.map((name, index) => [name, Buffer.from(`${index === 0 ? open : ','}"${name}":`)]);
  return Object.fromEntries(entries);
}

function writeText(line: LineBuffer, key: Uint8Array, text: string | null): void {
  line.bytes(key);
  if (text === null) line.bytes(NULL);
  else line.text(text);
}

let lastDay = Number.NaN;
let lastDayText: Uint8Array = NOTHING;

function writeTime(line: LineBuffer, key: Uint8Array, ms: number | null): void {
  line.bytes(key);
  if (ms === null) {
    line.bytes(NULL);
    return;
  }
  const day = Math.floor(ms / DAY_MS);
  if (day !== lastDay) {
    lastDayText = Buffer.from(`"${new Date(day * DAY_MS).toISOString().slice(0, 11)}`);
    lastDay = day;
  }
  line.time(lastDayText, ms - day * DAY_MS);
}

const MAX_WHOLE = 2 ** 31 - 1;

function writeNumber(line: LineBuffer, key: Uint8Array, number: number | null): void {
  line.bytes(key);
  if (number === null) line.bytes(NULL);
  else if (Number.isInteger(number) && number >= 0 && number <= MAX_WHOLE) line.whole(number);
  else line.ascii(String(number));
}

/** From 0 to 1; of six decimals, as every score that was cleaned. */
function writeScore(line: LineBuffer, key: Uint8Array, score: number): void {
  line.bytes(key);
  const millionths = Math.round(score * MILLION);
  const isExact = millionths / MILLION === score && score >= 0 && score <= 1;
  if (isExact) line.millionths(millionths);
  else line.ascii(String(score));
}

function writeFlag(line: LineBuffer, key: Uint8Array, flag: boolean): void {
  line.bytes(key);
  line.bytes(flag ? TRUE : FALSE);
}

/** What most turns have not is left out when it is null: half of a batch would say so. */
function writeOptional(line: LineBuffer, key: Uint8Array, text: string | null): void {
  if (text !== null) writeText(line, key, text);
}

const TURN = keysOf(
  '{',
  'turn_number',
  'timestamp',
  'speaker',
  'text',
  'intent_detected',
  'intent_name',
  'confidence_score',
  'input_mode',
  'event',
  'prompt_id',
);

function writeTurn(line: LineBuffer, turn: CleanTurn): void {
  writeNumber(line, TURN.turn_number, turn.turn_number);
  writeTime(line, TURN.timestamp, turn.atMs);
  writeText(line, TURN.speaker, turn.speaker);
  writeText(line, TURN.text, turn.text);
  writeOptional(line, TURN.intent_detected, turn.intent_detected);
  writeOptional(line, TURN.intent_name, turn.intent_name);
  if (turn.confidence_score !== null) writeScore(line, TURN.confidence_score, turn.confidence_score);
  writeOptional(line, TURN.input_mode, turn.input_mode);
  writeOptional(line, TURN.event, turn.event);
  writeOptional(line, TURN.prompt_id, turn.prompt_id);
  line.bytes(CLOSE_OBJECT);
}

/** `"object":…,"generation":…`: the same in every line of an object. */
export function originText(origin: { readonly object: string; readonly generation: string }): string {
  return `"object":${JSON.stringify(origin.object)},"generation":${JSON.stringify(origin.generation)}`;
}

const SESSION = keysOf(
  '{',
  'session_id',
  'customer_id',
  'call_start_time',
  'call_end_time',
  'call_duration_sec',
  'initial_intent',
  'resolution_status',
  'escalation_flag',
  'customer_sentiment',
  'system_error_flag',
  'ivr_outcome_code',
  'topic_type',
  'topic_name',
  'bot_version',
  'language',
  'entry_point',
  'age_group',
  'region',
  'plan_type',
  'tenure_months',
);

function writeSession(line: LineBuffer, session: CleanSession): void {
  writeText(line, SESSION.session_id, session.session_id);
  writeText(line, SESSION.customer_id, session.customer_id);
  writeTime(line, SESSION.call_start_time, session.startMs);
  writeTime(line, SESSION.call_end_time, session.endMs);
  writeNumber(line, SESSION.call_duration_sec, session.call_duration_sec);
  writeText(line, SESSION.initial_intent, session.initial_intent);
  writeText(line, SESSION.resolution_status, session.resolution_status);
  writeText(line, SESSION.escalation_flag, session.escalation_flag);
  writeText(line, SESSION.customer_sentiment, session.customer_sentiment);
  writeText(line, SESSION.system_error_flag, session.system_error_flag);
  writeText(line, SESSION.ivr_outcome_code, session.ivr_outcome_code);
  writeText(line, SESSION.topic_type, session.topic_type);
  writeText(line, SESSION.topic_name, session.topic_name);
  writeText(line, SESSION.bot_version, session.bot_version);
  writeText(line, SESSION.language, session.language);
  writeText(line, SESSION.entry_point, session.entry_point);
  writeText(line, SESSION.age_group, session.age_group);
  writeText(line, SESSION.region, session.region);
  writeText(line, SESSION.plan_type, session.plan_type);
  writeNumber(line, SESSION.tenure_months, session.tenure_months);
}

const FACT = keysOf(
  ',',
  'bot_duration_sec',
  'turn_count',
  'customer_turns',
  'judged_turns',
  'recognised_turns',
  'no_match_events',
  'no_input_events',
  'has_event',
  'scored_turns',
  'confidence_micros',
  'is_engaged',
  'has_agent_turn',
  'agent_requested',
);

function writeFacts(line: LineBuffer, facts: SessionFacts): void {
  writeNumber(line, FACT.bot_duration_sec, facts.bot_duration_sec);
  writeNumber(line, FACT.turn_count, facts.turn_count);
  writeNumber(line, FACT.customer_turns, facts.customer_turns);
  writeNumber(line, FACT.judged_turns, facts.judged_turns);
  writeNumber(line, FACT.recognised_turns, facts.recognised_turns);
  writeNumber(line, FACT.no_match_events, facts.no_match_events);
  writeNumber(line, FACT.no_input_events, facts.no_input_events);
  writeFlag(line, FACT.has_event, facts.has_event);
  writeNumber(line, FACT.scored_turns, facts.scored_turns);
  writeNumber(line, FACT.confidence_micros, facts.confidence_micros);
  writeFlag(line, FACT.is_engaged, facts.is_engaged);
  writeFlag(line, FACT.has_agent_turn, facts.has_agent_turn);
  writeFlag(line, FACT.agent_requested, facts.agent_requested);
}

function writeTurns(line: LineBuffer, turns: readonly CleanTurn[]): void {
  line.bytes(OPEN_TURNS);
  let isFirst = true;
  for (const turn of turns) {
    if (!isFirst) line.bytes(COMMA);
    writeTurn(line, turn);
    isFirst = false;
  }
  line.bytes(CLOSE_ARRAY);
}

function writeList(line: LineBuffer, key: Uint8Array, list: readonly unknown[]): void {
  line.bytes(key);
  if (list.length === 0) line.bytes(NOTHING);
  else line.json(JSON.stringify(list));
}

const REST = keysOf(',', 'position', 'changes', 'findings');

/**
 * Begins one line of a batch, by hand: a StagedVersion with the keys of STAGED_VERSION_COLUMNS in their order.
 * @throws LineTooLong
 */
export function writeVersion(
  line: LineBuffer,
  session: CleanSession,
  facts: SessionFacts,
  origin: string,
  position: number,
): void {
  line.begin();
  writeSession(line, session);
  line.json(`,${origin}`);
  writeNumber(line, REST.position, position);
  writeFacts(line, facts);
  writeTurns(line, session.turns);
  writeList(line, REST.changes, session.log.changes);
  writeList(
    line,
    REST.findings,
    session.findings.map((code) => ({ code })),
  );
  line.bytes(CLOSE_OBJECT);
}

/** One line of a quarantine batch. */
export function writeQuarantined(line: LineBuffer, record: QuarantinedRecord): void {
  line.begin();
  line.json(JSON.stringify(record));
  line.end();
}
