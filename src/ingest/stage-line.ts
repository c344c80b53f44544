import type { QuarantinedRecord, SessionFacts } from '../contract/batch.ts';
import type { CleanSession, CleanTurn } from './clean/cleaned.ts';
import { isoOf } from './clean/timestamp.ts';

/** JSON text of a text. Nearly every one needs no escape, and JSON.stringify is slow at finding that out. */
function quoted(text: string | null): string {
  if (text === null) return 'null';
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c) return JSON.stringify(text);
  }
  return `"${text}"`;
}

/** JSON text of an enum's word, which never needs an escape. */
const word = (text: string | null): string => (text === null ? 'null' : `"${text}"`);
const time = (ms: number | null): string => (ms === null ? 'null' : `"${isoOf(ms)}"`);

/** What most turns have not is left out when it is null: half of a batch would say so. */
const optional = (key: string, text: string | null): string =>
  text === null ? '' : `,"${key}":${quoted(text)}`;

const score = (confidence: number | null): string =>
  confidence === null ? '' : `,"confidence_score":${confidence}`;

function turnText(turn: CleanTurn): string {
  return (
    `{"turn_number":${turn.turn_number},"timestamp":${time(turn.atMs)},"speaker":${word(turn.speaker)},` +
    `"text":${quoted(turn.text)}${optional('intent_detected', turn.intent_detected)}` +
    `${optional('intent_name', turn.intent_name)}${score(turn.confidence_score)}` +
    `${optional('input_mode', turn.input_mode)}${optional('event', turn.event)}` +
    `${optional('prompt_id', turn.prompt_id)}}`
  );
}

function turnsText(turns: readonly CleanTurn[]): string {
  let text = '';
  for (const turn of turns) text += text === '' ? turnText(turn) : `,${turnText(turn)}`;
  return text;
}

/** `"object":…,"generation":…`: the same in every line of an object. */
export function originText(origin: { readonly object: string; readonly generation: string }): string {
  return `"object":${JSON.stringify(origin.object)},"generation":${JSON.stringify(origin.generation)}`;
}

function sessionText(session: CleanSession): string {
  return (
    `"session_id":${quoted(session.session_id)},"customer_id":${quoted(session.customer_id)},` +
    `"call_start_time":${time(session.startMs)},"call_end_time":${time(session.endMs)},` +
    `"call_duration_sec":${session.call_duration_sec},"initial_intent":${quoted(session.initial_intent)},` +
    `"resolution_status":${word(session.resolution_status)},"escalation_flag":${word(session.escalation_flag)},` +
    `"customer_sentiment":${word(session.customer_sentiment)},"system_error_flag":${word(session.system_error_flag)},` +
    `"ivr_outcome_code":${quoted(session.ivr_outcome_code)},"topic_type":${quoted(session.topic_type)},` +
    `"topic_name":${quoted(session.topic_name)},"bot_version":${quoted(session.bot_version)},` +
    `"language":${quoted(session.language)},"entry_point":${quoted(session.entry_point)},` +
    `"age_group":${quoted(session.age_group)},"region":${quoted(session.region)},` +
    `"plan_type":${quoted(session.plan_type)},"tenure_months":${session.tenure_months}`
  );
}

/** One line of a batch, by hand: a StagedVersion with the keys of STAGED_VERSION_COLUMNS in their order. */
export function versionLine(
  session: CleanSession,
  facts: SessionFacts,
  origin: string,
  position: number,
): string {
  const { changes } = session.log;
  const findings = session.findings.map((code) => ({ code }));
  return (
    `{${sessionText(session)},${origin},"position":${position},${JSON.stringify(facts).slice(1, -1)},` +
    `"turns":[${turnsText(session.turns)}],` +
    `"changes":${changes.length === 0 ? '[]' : JSON.stringify(changes)},` +
    `"findings":${findings.length === 0 ? '[]' : JSON.stringify(findings)}}\n`
  );
}

export const quarantineLine = (record: QuarantinedRecord): string => `${JSON.stringify(record)}\n`;
