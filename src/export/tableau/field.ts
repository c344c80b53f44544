import type { ColumnType } from '../../contract/columns.ts';

/** A field of the data source: a column of a table, or calculated. */
export interface Field {
  /** In brackets; formulas and sheets know it by this. */
  readonly name: string;
  readonly caption: string;
  readonly datatype: 'string' | 'integer' | 'real' | 'datetime';
  readonly role: 'dimension' | 'measure';
  readonly type: 'nominal' | 'ordinal' | 'quantitative';
  readonly format?: string;
  readonly formula?: string;
  readonly hidden?: boolean;
}

/** How a sheet uses a field: as it is, aggregated by its own formula, … */
export type Derivation = 'None' | 'User' | 'Min' | 'Month-Trunc';

export interface FieldUse {
  readonly field: Field;
  readonly derivation: Derivation;
  readonly type: Field['type'];
}

const PREFIXES: Record<Derivation, string> = {
  None: 'none',
  User: 'usr',
  Min: 'min',
  'Month-Trunc': 'tmn',
};
const KEYS: Record<Field['type'], string> = { nominal: 'nk', ordinal: 'ok', quantitative: 'qk' };

/** Tableau's own way to name a use: [none:topic_name:nk]. */
export function useName({ field, derivation, type }: FieldUse): string {
  return `[${PREFIXES[derivation]}:${field.name.slice(1, -1)}:${KEYS[type]}]`;
}

export const DATATYPES: Record<ColumnType, Field['datatype']> = {
  STRING: 'string',
  BOOL: 'string',
  INT64: 'integer',
  FLOAT64: 'real',
  TIMESTAMP: 'datetime',
};
