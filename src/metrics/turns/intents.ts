import type { Scope } from '../question.ts';
import type { Statement } from '../source.ts';
import { alias, and, countIf, integer, rounded, sql, statement, sum, TRUE } from '../sql.ts';
import { type AskContext, whereOf } from './context.ts';
import { legTurns } from './leg.ts';
import { isSpeaker, ofTurn, picked } from './turn.ts';

const MICROS = 1_000_000;

/**
 * Judged Customer turns of the bot leg by the intent that was heard in them: rows of `intent`, `turns`, `scored`, `micros` (the sum of
 * their confidence times 10⁶) and `low` (how many scored less than `lowBelow`).
 */
export function intentsStatement(scope: Scope, lowBelow: number, context: AskContext): Statement {
  const judged = and(isSpeaker('Customer'), sql`${ofTurn('intent_detected')} IS NOT NULL`);
  const micros = rounded(sql`${ofTurn('confidence_score')} * ${integer(MICROS)}`);
  const from = legTurns({
    columns: [],
    where: whereOf(scope, context),
    turns: judged,
    fields: { intent: ofTurn('intent_name'), micros },
  });
  const [intent, score] = [picked('intent'), picked('micros')];
  const low = sql`${score} < ${integer(Math.round(lowBelow * MICROS))}`;
  return statement(
    sql`SELECT ${intent} AS ${alias('intent')}, ${countIf(TRUE)} AS ${alias('turns')}, ${countIf(sql`${score} IS NOT NULL`)} AS ${alias('scored')},
  ${sum(score)} AS ${alias('micros')}, ${countIf(low)} AS ${alias('low')}
FROM ${from}
GROUP BY 1
ORDER BY 2 DESC, 1`,
    context.dialect,
  );
}
