import { columnOf } from '../../contract/columns.ts';
import { TURN_FIELDS } from '../../contract/fields.ts';
import { type Sql, sql, text } from '../sql.ts';

const FIELDS = new Set(TURN_FIELDS.map((field) => columnOf(field).name));

/** A field of the turn that a list function looks at. */
export function ofTurn(name: string): Sql {
  if (!FIELDS.has(name)) throw new Error(`a turn has no field ${name}`);
  return ({ dialect }) => `t.${dialect.quote(name)}`;
}

/** A field that was picked from a turn, once the list is one row a turn. */
export const picked =
  (name: string): Sql =>
  ({ dialect }) =>
    `${dialect.quote('turn')}.${dialect.quote(name)}`;

/** The list of the row at hand. */
export const turns: Sql = ({ dialect }) => dialect.quote('turns');

/** A field of the turn so many places before the one that a list function looks at: turns are numbered from 1. */
export function before(places: number, name: string): Sql {
  if (!FIELDS.has(name)) throw new Error(`a turn has no field ${name}`);
  return (writer) => {
    const position = `${ofTurn('turn_number')(writer)} - ${places}`;
    return `${writer.dialect.lists.at(turns(writer), position)}.${writer.dialect.quote(name)}`;
  };
}

export const isSpeaker = (speaker: 'Customer' | 'Chatbot' | 'Agent'): Sql =>
  sql`${ofTurn('speaker')} = ${text(speaker)}`;

export const anyTurn =
  (condition: Sql): Sql =>
  (writer) =>
    writer.dialect.lists.any(turns(writer), condition(writer));

export const maxOfTurns =
  (condition: Sql, value: Sql): Sql =>
  (writer) =>
    writer.dialect.lists.max(turns(writer), condition(writer), value(writer));

export const minOfTurns =
  (condition: Sql, value: Sql): Sql =>
  (writer) =>
    writer.dialect.lists.min(turns(writer), condition(writer), value(writer));
