import type { Scope } from '../question.ts';
import type { Statement } from '../source.ts';
import { alias, and, coded, column, countIf, isWord, list, maxBy, type Sql, sql, statement } from '../sql.ts';
import { type AskContext, whereOf } from './context.ts';
import { inBotLeg, legTurns } from './leg.ts';
import { isSpeaker, maxOfTurns, ofTurn, picked } from './turn.ts';

export interface ExitStatements {
  /** Rows of `prompt_id` and `calls`: those in which the bot said it. */
  readonly heard: Statement;
  /** Rows of `prompt_id`, `abandoned` and `escalated`: calls that ended so, there. */
  readonly left: Statement;
}

export const isPrompt = and(isSpeaker('Chatbot'), sql`${ofTurn('prompt_id')} IS NOT NULL`);
const LAST_SAID = 'last_said';
const saidLast = (leg: Sql): Sql => maxOfTurns(and(leg, isSpeaker('Customer')), ofTurn('turn_number'));
const isAbandoned = isWord('resolution_status', 'Abandoned');
const isEscalated = isWord('resolution_status', 'Escalated');

/** The sessions that leave the bot, and the prompts the last of which is where. */
export function exitPrompts(agentFrom: Sql): { readonly sessions: Sql; readonly turns: Sql } {
  const leg = sql`${ofTurn('turn_number')} < ${agentFrom}`;
  const isBefore = sql`${ofTurn('turn_number')} < ${saidLast(leg)}`;
  return {
    sessions: sql`${isAbandoned} OR ${isEscalated}`,
    turns: and(leg, isPrompt, sql`${isAbandoned} OR ${isBefore}`),
  };
}

/**
 * Where calls leave the bot. A call is given up after the last prompt that was played; it is handed over after the prompt that the
 * caller answered last, because what the bot says after that announces the agent.
 */
export function exitStatements(scope: Scope, { dialect, extent }: AskContext): ExitStatements {
  const where = whereOf(scope, { dialect, extent });
  return { heard: statement(heard(where), dialect), left: statement(left(where), dialect) };
}

function heard(where: Sql): Sql {
  const from = legTurns({
    columns: [column('session_id')],
    where,
    turns: isPrompt,
    fields: { prompt_id: ofTurn('prompt_id') },
  });
  return sql`SELECT ${picked('prompt_id')} AS ${alias('prompt_id')}, COUNT(DISTINCT ${column('session_id')}) AS ${alias('calls')}
FROM ${from}
GROUP BY 1`;
}

function left(where: Sql): Sql {
  const [id, status] = [column('session_id'), coded('resolution_status')];
  const from = legTurns({
    columns: [id, status],
    where: and(where, sql`${isAbandoned} OR ${isEscalated}`),
    derived: { [LAST_SAID]: saidLast(inBotLeg) },
    turns: and(isPrompt, sql`${isAbandoned} OR ${ofTurn('turn_number')} < ${alias(LAST_SAID)}`),
    fields: { prompt_id: ofTurn('prompt_id'), turn_number: ofTurn('turn_number') },
  });
  const last = sql`${maxBy(picked('prompt_id'), picked('turn_number'))} AS ${alias('prompt_id')}`;
  return sql`SELECT ${list([alias('prompt_id'), named(countIf(isAbandoned), 'abandoned'), named(countIf(isEscalated), 'escalated')])}
FROM (SELECT ${list([id, status, last])} FROM ${from} GROUP BY 1, 2) AS ${alias('last')}
GROUP BY 1`;
}

const named = (piece: Sql, name: string): Sql => sql`${piece} AS ${alias(name)}`;
