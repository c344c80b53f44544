import type { Scope } from '../question.ts';
import type { Statement } from '../source.ts';
import { alias, and, column, countIf, divide, integer, rounded, sql, statement, TRUE } from '../sql.ts';
import { type AskContext, whereOf } from './context.ts';
import { legTurns } from './leg.ts';
import { isSpeaker, ofTurn, picked } from './turn.ts';

/** Bins of 0.05; the last holds 1 too. */
export const CONFIDENCE_BINS = 20;
const MICROS = 1_000_000;

/** Scored Customer turns of the bot leg by their confidence and by how the call ended: rows of `bin`, `status`, `turns`. */
export function confidenceStatement(scope: Scope, context: AskContext): Statement {
  const scored = and(isSpeaker('Customer'), sql`${ofTurn('confidence_score')} IS NOT NULL`);
  // Of integers, so that 0.15 is never just short of its bin.
  const micros = rounded(sql`${ofTurn('confidence_score')} * ${integer(MICROS)}`);
  const from = legTurns({
    columns: [column('resolution_status')],
    where: whereOf(scope, context),
    turns: scored,
    fields: { micros },
  });
  const bin = divide(picked('micros'), integer(MICROS / CONFIDENCE_BINS));
  const status = column('resolution_status');
  return statement(
    sql`SELECT LEAST(${bin}, ${integer(CONFIDENCE_BINS - 1)}) AS ${alias('bin')}, ${status} AS ${alias('status')}, ${countIf(TRUE)} AS ${alias('turns')}
FROM ${from}
GROUP BY 1, 2
ORDER BY 1, 2`,
    context.dialect,
  );
}
