import { CUSTOMER_FIELDS, type Field, type FieldKind, SESSION_FIELDS, TURN_FIELDS } from './fields.ts';

/** Column types by their GoogleSQL names; each engine's DDL translates them. */
export type ColumnType = 'STRING' | 'INT64' | 'FLOAT64' | 'TIMESTAMP' | 'BOOL';

export interface Column {
  readonly name: string;
  /** RECORD is a repeated group, in `columns`; its rows keep their order. */
  readonly type: ColumnType | 'RECORD';
  readonly required?: true;
  readonly columns?: readonly Column[];
  readonly description: string;
}

export interface Table {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
}

const COLUMN_TYPES: Record<FieldKind, ColumnType> = {
  string: 'STRING',
  enum: 'STRING',
  integer: 'INT64',
  number: 'FLOAT64',
  timestamp: 'TIMESTAMP',
};

export function columnOf(field: Field): Column {
  const column = { name: field.name, type: COLUMN_TYPES[field.kind], description: field.description };
  return field.required ? { ...column, required: true } : column;
}

function sessionField(name: string): Field {
  const field = [...SESSION_FIELDS, ...CUSTOMER_FIELDS].find((candidate) => candidate.name === name);
  if (!field) throw new Error(`No session field is named ${name}`);
  return field;
}

/** The column of a session or customer field, by the field's name. */
export const sessionColumn = (name: string): Column => columnOf(sessionField(name));

/** The words that a session or customer field may hold; null where it may hold any. */
export const sessionWords = (name: string): readonly string[] | null => sessionField(name).values ?? null;

/** The column of a turn field, by the field's name. */
export function turnColumn(name: string): Column {
  const field = TURN_FIELDS.find((candidate) => candidate.name === name);
  if (!field) throw new Error(`No turn field is named ${name}`);
  return columnOf(field);
}
