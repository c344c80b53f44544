import type { Change } from '../../contract/batch.ts';
import type { RedactionKind } from '../../contract/redactions.ts';
import { Conversation, type Side } from '../../redact/conversation.ts';
import { addCounts, type RedactionCounts } from '../../redact/redact.ts';
import type { CleanSession, CleanTurn } from './cleaned.ts';

/** Free text of a session. Its ids are keys, and entry_point is a line of ours: they stay. */
const FREE_TEXT = [
  'initial_intent',
  'ivr_outcome_code',
  'topic_type',
  'topic_name',
  'bot_version',
  'language',
  'age_group',
  'region',
  'plan_type',
] as const satisfies readonly (keyof CleanSession)[];

type Kinds = ReadonlySet<RedactionKind>;

/** Redacts a session's free text, its turns' and what its changes keep of them, in place; returns how many spans of each kind. */
export function redactSession(session: CleanSession, kinds: Kinds): RedactionCounts {
  const counts: RedactionCounts = {};
  if (kinds.size === 0) return counts;
  const conversation = new Conversation(kinds);
  const changed = textChangesOf(session);
  for (const turn of session.turns) {
    redactText(turn, conversation, counts);
    redactChanges(turn, conversation, changed.get(turn.turn_number));
  }
  redactNames(session, conversation, counts);
  return counts;
}

/** Once all that was said is known: a platform may write down the keys that were pressed as an intent. */
function redactNames(session: CleanSession, conversation: Conversation, counts: RedactionCounts): void {
  const redacted = (text: string | null): string | null => {
    if (text === null || isOneWord(text)) return text;
    const result = conversation.redactName(text);
    if (result.text !== text) addCounts(counts, result.findings);
    return result.text;
  };
  for (const field of FREE_TEXT) session[field] = redacted(session[field]);
  for (const turn of session.turns) {
    turn.intent_name = redacted(turn.intent_name);
    turn.prompt_id = redacted(turn.prompt_id);
  }
  for (const change of session.log.changes) {
    if (change.field === 'text') continue;
    if (change.before !== null) change.before = conversation.redactName(change.before).text;
    if (change.after !== null) change.after = conversation.redactName(change.after).text;
  }
}

/** Whoever is not named may be the caller. */
export const sideOf = ({ speaker }: Pick<CleanTurn, 'speaker'>): Side =>
  speaker === 'Chatbot' || speaker === 'Agent' ? 'company' : 'caller';

function redactText(turn: CleanTurn, conversation: Conversation, counts: RedactionCounts): void {
  if (turn.text === null) return;
  const result = conversation.redact(sideOf(turn), turn.text);
  if (result.text === turn.text) return;
  addCounts(counts, result.findings);
  turn.text = result.text;
}

const NO_CHANGES: ReadonlyMap<number | null, Change[]> = new Map();

function textChangesOf({ log }: CleanSession): ReadonlyMap<number | null, Change[]> {
  if (log.changes.length === 0) return NO_CHANGES;
  const byTurn = new Map<number | null, Change[]>();
  for (const change of log.changes) {
    if (change.field !== 'text') continue;
    byTurn.set(change.turn_number, [...(byTurn.get(change.turn_number) ?? []), change]);
  }
  return byTurn;
}

/** What was said stands in the turn's changes too: 1234 that came as a number is a PIN where one was asked for. */
function redactChanges(turn: CleanTurn, conversation: Conversation, changes: readonly Change[] = []): void {
  for (const change of changes) {
    if (change.before !== null) change.before = conversation.redactAgain(sideOf(turn), change.before);
    if (change.after !== null) change.after = conversation.redactAgain(sideOf(turn), change.after);
  }
}

/** Most names and codes are one word of letters: no secret is, spoken or written. */
function isOneWord(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x41 ? code !== 0x2d : code === 0x40 || code > 0x7a) return false;
  }
  return true;
}
