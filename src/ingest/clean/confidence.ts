import { type ChangeLog, textOfValue } from './changes.ts';
import { cleanNumber, readNumber } from './numbers.ts';

/** Above it a score is not a rounding error but a percentage. */
const CLAMP_LIMIT = 1.01;
const MICROS = 1e6;
/** Above it nothing is a score, as a percentage neither: it may be a card's or a phone's number. */
const MAX_SHOWN = 110;
/** Digits of what no rule reads that may be somebody's number. */
const MAX_SHOWN_DIGITS = 2;
const HIDDEN = '[NUMBER]';

interface Scored {
  turn_number: number | null;
  confidence_score: number | null;
}

const FIELD = 'confidence_score';
/** Of a percentage, free of the binary noise that dividing adds. */
const ofPercent = (score: number): number => Math.round(score * 1e10) / 1e12;
const sixDecimals = (score: number): number => Math.round(score * MICROS) / MICROS;

const PERCENT = /(?<=\d)\s*%\s*$/;

const isShown = (score: number): boolean => Math.abs(score) <= MAX_SHOWN;

/** What the changes keep of a score as it came. */
function shownOf(value: unknown): unknown {
  if (value === null || value === undefined) return value;
  const number = readNumber(value);
  if (number !== null && !Number.isNaN(number)) return isShown(number) ? value : HIDDEN;
  return textOfValue(value).replace(/\P{Nd}/gu, '').length > MAX_SHOWN_DIGITS ? HIDDEN : value;
}

/** Nearly all are. */
const isScore = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

/** The number in a turn's score, of `95%` the 95, before any rule that needs the others. */
export function readScore(value: unknown, turnNumber: number, log: ChangeLog): number | null {
  if (isScore(value)) return value;
  const bare = typeof value === 'string' ? value.replace(PERCENT, '') : value;
  const shown = shownOf(bare);
  const score = cleanNumber(bare, FIELD, turnNumber, log, shown);
  if (score !== null && typeof value === 'string') {
    const isHidden = shown === HIDDEN;
    log.note(turnNumber, FIELD, isHidden ? HIDDEN : value, isHidden ? HIDDEN : score, 'number_from_text');
  }
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
    if (!isShown(turn.confidence_score)) {
      log.note(turn.turn_number, FIELD, HIDDEN, null, 'confidence_out_of_range');
      turn.confidence_score = null;
      continue;
    }
    if (percent) set(turn, ofPercent(turn.confidence_score), 'confidence_percent', log);
    settle(turn, turn.confidence_score, log);
  }
}

function settle(turn: Scored, score: number, log: ChangeLog): void {
  if (score > 1 && score <= CLAMP_LIMIT) set(turn, 1, 'confidence_clamped', log);
  else if (score < 0 || score > 1) set(turn, null, 'confidence_out_of_range', log);
  else set(turn, sixDecimals(score), 'number_rounded', log);
}
