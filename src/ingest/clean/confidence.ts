import type { ChangeLog } from './changes.ts';
import { cleanNumber } from './numbers.ts';

/** Above it a score is not a rounding error but a percentage. */
const CLAMP_LIMIT = 1.01;
const MICROS = 1e6;

interface Scored {
  turn_number: number | null;
  confidence_score: number | null;
}

const FIELD = 'confidence_score';
/** Of a percentage, free of the binary noise that dividing adds. */
const ofPercent = (score: number): number => Math.round(score * 1e10) / 1e12;
const sixDecimals = (score: number): number => Math.round(score * MICROS) / MICROS;

const PERCENT = /(?<=\d)\s*%\s*$/;

/** The number in a turn's score, of `95%` the 95, before any rule that needs the others. */
export function readScore(value: unknown, turnNumber: number, log: ChangeLog): number | null {
  const bare = typeof value === 'string' ? value.replace(PERCENT, '') : value;
  const score = cleanNumber(bare, FIELD, turnNumber, log);
  if (score !== null && typeof value === 'string')
    log.note(turnNumber, FIELD, value, score, 'number_from_text');
  return score;
}

function arePercentages(turns: readonly Scored[]): boolean {
  let scores = 0;
  let above = 0;
  for (const { confidence_score: score } of turns) {
    if (score === null) continue;
    scores += 1;
    if (score > CLAMP_LIMIT) above += 1;
  }
  return above * 2 > scores;
}

function set(
  turn: Scored,
  after: number | null,
  rule: Parameters<ChangeLog['note']>[4],
  log: ChangeLog,
): void {
  if (after === turn.confidence_score) return;
  log.note(turn.turn_number, FIELD, turn.confidence_score, after, rule);
  turn.confidence_score = after;
}

/** Scores of one session, in the rules' order: percentages first, then what is just above 1, what is outside, six decimals. */
export function cleanConfidence(turns: readonly Scored[], log: ChangeLog): void {
  const percent = arePercentages(turns);
  for (const turn of turns) {
    if (turn.confidence_score === null) continue;
    if (percent) set(turn, ofPercent(turn.confidence_score), 'confidence_percent', log);
    settle(turn, turn.confidence_score, log);
  }
}

function settle(turn: Scored, score: number, log: ChangeLog): void {
  if (score > 1 && score <= CLAMP_LIMIT) set(turn, 1, 'confidence_clamped', log);
  else if (score < 0 || score > 1) set(turn, null, 'confidence_out_of_range', log);
  else set(turn, sixDecimals(score), 'number_rounded', log);
}
