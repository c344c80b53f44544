import { VARIABLES } from './associations/variables.ts';
import { MOST_CALLS } from './callers.ts';
import { customerColumn } from './customer-column.ts';
import type { Holding } from './question.ts';
import type { ScopeSql } from './scope.ts';
import { and, countIf, integer, type Sql, sessionVersion, sql, TRUE, text } from './sql.ts';
import { exitPrompts, isPrompt } from './turns/exits.ts';
import { agentFrom } from './turns/leg.ts';
import { anyTurn, isSpeaker, maxOfTurns, ofTurn } from './turns/turn.ts';
import { usage } from './usage.ts';

/** @throws EarshotError `bad_filter` for a variable that there is not */
export function holdingCondition(holding: Holding, scope: ScopeSql): Sql {
  switch (holding.what) {
    case 'confidence':
      return isScored(holding);
    case 'intent':
      return anyTurn(and(inLeg, isSpeaker('Customer'), isJudged, isIntent(holding.intent)));
    case 'prompt':
      return anyTurn(and(inLeg, isPrompt, isNamed(holding.prompt)));
    case 'exit':
      return isExit(holding.prompt);
    case 'calls':
      return isOfCaller(holding.calls, scope);
    case 'both':
      return and(isKnown(holding.one, scope), isKnown(holding.other, scope));
  }
}

const inLeg = sql`${ofTurn('turn_number')} < ${agentFrom}`;
const isJudged = sql`${ofTurn('intent_detected')} IS NOT NULL`;
const isNamed = (prompt: string): Sql => sql`${ofTurn('prompt_id')} = ${text(prompt)}`;
const isIntent = (intent: string | null): Sql =>
  intent === null ? sql`${ofTurn('intent_name')} IS NULL` : sql`${ofTurn('intent_name')} = ${text(intent)}`;

const MICROS = 1_000_000;

function isScored({ from, to }: { readonly from: number; readonly to: number }): Sql {
  const micros = sql`${ofTurn('confidence_score')} * ${integer(MICROS)}`;
  const upTo = to >= 1 ? TRUE : sql`${micros} < ${integer(Math.round(to * MICROS))}`;
  return anyTurn(
    and(inLeg, isSpeaker('Customer'), sql`${micros} >= ${integer(Math.round(from * MICROS))}`, upTo),
  );
}

/** The last of the prompts that count is this one. */
function isExit(prompt: string): Sql {
  const counts = exitPrompts(agentFrom);
  const number = ofTurn('turn_number');
  return and(
    counts.sessions,
    sql`${maxOfTurns(counts.turns, number)} = ${maxOfTurns(and(counts.turns, isNamed(prompt)), number)}`,
  );
}

function isOfCaller(calls: number, { where }: ScopeSql): Sql {
  const many = calls >= MOST_CALLS ? sql`>=` : sql`=`;
  return sql`${customerColumn} IN (SELECT ${customerColumn} FROM ${sessionVersion} WHERE ${where} GROUP BY 1 HAVING ${countIf(TRUE)} ${many} ${integer(calls)})`;
}

function isKnown(name: string, scope: ScopeSql): Sql {
  const variable = VARIABLES.find((each) => each.name === name);
  if (variable) return sql`${variable.expression(scope)} IS NOT NULL`;
  const known = VARIABLES.map((each) => each.name).join(', ');
  throw usage('bad_filter', `No variable is named "${name}".`, `Known: ${known}.`);
}
