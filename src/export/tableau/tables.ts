import type { Column, Table } from '../../contract/columns.ts';
import { CONVERSATION_DATA, CUSTOMER_DATA, RAW_SESSION_DATA } from '../../contract/public-tables.ts';
import { DATATYPES, type Field } from './field.ts';

/** A column of a public table as a field of the data source. */
export interface TableField {
  readonly table: string;
  readonly column: Column;
  readonly ordinal: number;
  readonly field: Field;
}

/** Columns with what callers said: no sheet needs them, and a packaged workbook leaves them out unless asked. */
const TRANSCRIPTS: Readonly<Record<string, string>> = {
  [RAW_SESSION_DATA.name]: 'conversation',
  [CONVERSATION_DATA.name]: 'text',
};

/** The public tables, sessions first: all else is related to them. */
export function workbookTables({ transcripts }: { readonly transcripts: boolean }): readonly Table[] {
  return [RAW_SESSION_DATA, CONVERSATION_DATA, CUSTOMER_DATA].map((table) => ({
    ...table,
    columns: table.columns.filter(({ name }) => transcripts || name !== TRANSCRIPTS[table.name]),
  }));
}

export function tableFields(tables: readonly Table[]): readonly TableField[] {
  const taken = new Set<string>();
  return tables.flatMap(({ name: table, columns }) =>
    columns.map((column, ordinal) => {
      const plain = `[${column.name}]`;
      const name = taken.has(plain) ? `[${column.name} (${table})]` : plain;
      taken.add(name);
      return { table, column, ordinal, field: fieldOf(name, column) };
    }),
  );
}

const MEASURES = new Set(['call_duration_sec', 'confidence_score', 'tenure_months']);

function fieldOf(name: string, column: Column): Field {
  // A list is in no public table.
  const datatype = column.type === 'RECORD' ? 'string' : DATATYPES[column.type];
  const measure = MEASURES.has(column.name);
  return {
    name,
    caption: name.slice(1, -1),
    datatype,
    role: measure ? 'measure' : 'dimension',
    type: measure ? 'quantitative' : datatype === 'string' ? 'nominal' : 'ordinal',
  };
}

/** Tables that share a column, and in which of them it names one row only. */
export const RELATIONSHIPS = [
  {
    column: 'session_id',
    one: RAW_SESSION_DATA.name,
    other: CONVERSATION_DATA.name,
    unique: { one: true, other: false },
  },
  {
    column: 'customer_id',
    one: RAW_SESSION_DATA.name,
    other: CUSTOMER_DATA.name,
    unique: { one: false, other: true },
  },
] as const;
