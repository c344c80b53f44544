import { PROMPTS_THAT_COUNT } from '../../redact/cues.ts';
import type { RedactionKind } from '../../redact/find.ts';
import { mayHoldSecret, type RedactionCounts, redact } from '../../redact/redact.ts';
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

/** Redacts a session's free text and its turns' in place; returns how many spans of each kind. */
export function redactSession(session: CleanSession): RedactionCounts {
  const counts: RedactionCounts = {};
  for (const field of FREE_TEXT) session[field] = redacted(session[field], counts);
  for (const [index, turn] of session.turns.entries()) {
    if (turn.text !== null && mayHoldSecret(turn.text)) {
      turn.text = redacted(turn.text, counts, promptsBefore(session.turns, index));
    }
    turn.intent_name = redacted(turn.intent_name, counts);
    turn.prompt_id = redacted(turn.prompt_id, counts);
  }
  return counts;
}

/** A prompt further back than this asks for something else. */
const LOOK_BACK_TURNS = 8;

/** What the other side said before a turn, the newest last. */
function promptsBefore(turns: readonly CleanTurn[], index: number): string[] {
  const speaker = turns[index]?.speaker;
  return turns
    .slice(Math.max(0, index - LOOK_BACK_TURNS), index)
    .filter((turn) => turn.speaker !== speaker && turn.text !== null)
    .slice(-PROMPTS_THAT_COUNT)
    .map((turn) => turn.text ?? '');
}

function redacted(
  text: string | null,
  counts: RedactionCounts,
  asked: readonly string[] = [],
): string | null {
  if (text === null || !mayHoldSecret(text)) return text;
  const result = redact(text, asked);
  addCounts(counts, result.findings);
  return result.text;
}

/** Adds counts per kind onto a tally. */
export function addCounts(tally: RedactionCounts, counts: Readonly<RedactionCounts>): void {
  for (const [kind, count] of Object.entries(counts) as [RedactionKind, number][]) {
    tally[kind] = (tally[kind] ?? 0) + count;
  }
}
