import type { RedactionKind } from '../../redact/find.ts';
import { mayHoldSecret, type RedactionCounts, redact } from '../../redact/redact.ts';
import type { CleanSession } from './cleaned.ts';

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

/** Redacts a session's free text and its turns' in place; returns how many spans of each kind. */
export function redactSession(session: CleanSession): RedactionCounts {
  const counts: RedactionCounts = {};
  for (const field of FREE_TEXT) session[field] = redacted(session[field], counts);
  for (const turn of session.turns) {
    turn.text = redacted(turn.text, counts);
    turn.intent_name = redacted(turn.intent_name, counts);
    turn.prompt_id = redacted(turn.prompt_id, counts);
  }
  return counts;
}

function redacted(text: string | null, counts: RedactionCounts): string | null {
  if (text === null || !mayHoldSecret(text)) return text;
  const result = redact(text);
  addCounts(counts, result.findings);
  return result.text;
}

/** Adds counts per kind onto a tally. */
export function addCounts(tally: RedactionCounts, counts: Readonly<RedactionCounts>): void {
  for (const [kind, count] of Object.entries(counts) as [RedactionKind, number][]) {
    tally[kind] = (tally[kind] ?? 0) + count;
  }
}
