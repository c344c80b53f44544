import type { SessionDetail, TranscriptTurn } from '../../../src/server/api.ts';
import { duration } from '../model/format.ts';

/** Time into the call; null when either end is unknown. */
export function sinceStart(turn: TranscriptTurn, start: string): string | null {
  if (turn.timestamp === null) return null;
  const sec = (Date.parse(turn.timestamp) - Date.parse(start)) / 1000;
  return Number.isFinite(sec) ? duration(Math.max(0, sec)) : null;
}

/** Where the bot's leg ends: before the first Agent turn. */
export const handOverIndex = (turns: readonly TranscriptTurn[]): number =>
  turns.findIndex((turn) => turn.speaker === 'Agent');

export interface Piece {
  readonly text: string;
  readonly redacted: boolean;
}

const TOKEN = /(\[[A-Z][A-Z0-9_]{1,23}\])/;

/** Text and the tokens that stand for what was redacted. */
export const piecesOf = (text: string): Piece[] =>
  text
    .split(TOKEN)
    .filter(Boolean)
    .map((piece) => ({ text: piece, redacted: TOKEN.test(piece) }));

/** The line at the top: the code's meaning, else what the flags say. */
export function reasonOf(call: SessionDetail): string {
  if (call.outcome_reason) return call.outcome_reason;
  if (call.resolution_status === null) return 'The record does not say how the call ended.';
  return call.ivr_outcome_code
    ? `The system's own code: ${call.ivr_outcome_code}`
    : 'The record gives no reason.';
}
