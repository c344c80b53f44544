import { alias, and, column, integer, list, type Sql, sessionVersion, sql } from '../sql.ts';
import { isSpeaker, minOfTurns, ofTurn, turns } from './turn.ts';

/** More turns than any call has: a call without an Agent is bot leg to its end. */
const NO_AGENT = 1_000_000_000;
const AGENT_FROM = 'agent_from';

/** Number of the first Agent turn of the row at hand. */
export const agentFrom: Sql = sql`CASE WHEN ${column('has_agent_turn')} THEN ${minOfTurns(isSpeaker('Agent'), ofTurn('turn_number'))} ELSE ${integer(NO_AGENT)} END`;

export const inBotLeg: Sql = sql`${ofTurn('turn_number')} < ${alias(AGENT_FROM)}`;

export interface LegTurns {
  /** Columns of the session that are wanted beside. */
  readonly columns: readonly Sql[];
  /** Which sessions. */
  readonly where: Sql;
  /** Numbers of a session, computed once from its turns; `turns` and `fields` may speak of them by their name. */
  readonly derived?: Readonly<Record<string, Sql>>;
  /** Which of their turns of the bot leg. */
  readonly turns: Sql;
  readonly fields: Readonly<Record<string, Sql>>;
}

/** Sessions of a scope with their turns, and the number of their first Agent turn. */
function sessionsWithLeg({ columns, where, derived = {} }: LegTurns): Sql {
  const legs = sql`(SELECT ${list([...columns, turns, sql`${agentFrom} AS ${alias(AGENT_FROM)}`])} FROM ${sessionVersion} WHERE ${where}) AS ${alias('leg')}`;
  const numbers = Object.entries(derived).map(([name, value]) => sql`${value} AS ${alias(name)}`);
  if (numbers.length === 0) return legs;
  return sql`(SELECT ${list([...columns, turns, alias(AGENT_FROM), ...numbers])} FROM ${legs}) AS ${alias('derived')}`;
}

/** One row a turn of the bot leg; its fields are read by `picked`. */
export function legTurns(leg: LegTurns): Sql {
  const condition = and(inBotLeg, leg.turns);
  return (writer) => {
    const from = sessionsWithLeg(leg)(writer);
    const fields = Object.entries(leg.fields).map(([name, value]) => [name, value(writer)] as const);
    const { lists } = writer.dialect;
    const found = lists.pick(turns(writer), condition(writer), Object.fromEntries(fields));
    const columns = leg.columns.map((piece) => piece(writer));
    return `(${lists.explode(columns, found, from)}) AS ${writer.dialect.quote('exploded')}`;
  };
}
