import { SESSION_VERSION } from '../contract/inner-tables.ts';
import type { Dimension } from './dimension.ts';
import { DIMENSIONS } from './dimensions.ts';
import type { Filter, Scalar } from './question.ts';
import { column } from './sql.ts';

/** Something that sessions can be filtered by: every dimension, and a few columns that are none. */
export interface Field {
  readonly name: string;
  readonly description: string;
  readonly ops: readonly Filter['op'][];
  readonly words?: readonly string[];
  readonly expression: Dimension['expression'];
  readonly rawOf: (key: Scalar) => Scalar | undefined;
}

const LISTED = ['in', 'not_in', 'is_null', 'not_null'] as const;
const RANGED = [...LISTED, 'range'] as const;
/** Ordinals whose keys are numbers, so that a range can be said. */
const NUMBERED = new Set(['hour_of_day', 'day_of_week']);

const dimensionFields: readonly Field[] = DIMENSIONS.map(
  ({ name, description, expression, rawOf, words }) => ({
    name,
    description,
    ops: NUMBERED.has(name) ? RANGED : LISTED,
    expression,
    rawOf,
    ...(words && { words }),
  }),
);

function columnField(name: string, ops: Field['ops'], rawOf: Field['rawOf']): Field {
  const description = SESSION_VERSION.columns.find((candidate) => candidate.name === name)?.description ?? '';
  return { name, description, ops, expression: () => column(name), rawOf };
}

function wholeNumber(key: Scalar): number | undefined {
  const number = typeof key === 'number' || /^-?\d+$/.test(key) ? Number(key) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

export const FIELDS: readonly Field[] = [
  ...dimensionFields,
  ...['call_duration_sec', 'bot_duration_sec', 'tenure_months', 'customer_turns'].map((name) =>
    columnField(name, RANGED, wholeNumber),
  ),
  ...['customer_id', 'session_id'].map((name) => columnField(name, LISTED, String)),
];

export const FIELDS_BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field.name, field]));
