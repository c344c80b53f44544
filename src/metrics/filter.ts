import { closest } from 'fastest-levenshtein';
import type { EarshotError } from '../base/errors.ts';
import type { Lent } from './dimension.ts';
import { FIELDS_BY_NAME, type Field } from './fields.ts';
import type { Filter, Scalar } from './question.ts';
import { and, FALSE, integer, list, type Sql, sql, TRUE, text } from './sql.ts';
import { named, usage } from './usage.ts';

/**
 * The condition that a filter stands for; true or false for every session, never unknown.
 * @throws EarshotError `unknown_field`, or `bad_filter` when the op or a value does not fit the field
 */
export function filterCondition(filter: Filter, lent: Lent): Sql {
  const field = named('field', FIELDS_BY_NAME, filter.field);
  if (!field.ops.includes(filter.op)) {
    throw usage(
      'bad_filter',
      `${field.name} cannot be filtered by "${filter.op}".`,
      `It takes ${field.ops.join(', ')}.`,
    );
  }
  const expression = field.expression(lent);
  switch (filter.op) {
    case 'in':
      return isAmong(field, expression, filter.values);
    case 'not_in':
      return isNotAmong(field, expression, filter.values);
    case 'range':
      return isWithin(field, expression, filter);
    case 'is_null':
      return sql`${expression} IS NULL`;
    case 'not_null':
      return sql`${expression} IS NOT NULL`;
  }
}

function isAmong(field: Field, expression: Sql, values: readonly (Scalar | null)[]): Sql {
  const listed = rawValues(field, values);
  const isNull = values.includes(null) ? sql`${expression} IS NULL` : FALSE;
  if (listed.length === 0) return isNull;
  return sql`((${expression} IS NOT NULL AND ${expression} IN (${list(listed)})) OR ${isNull})`;
}

/** The sessions that `in` leaves out: a missing value is one of them unless it is listed. */
function isNotAmong(field: Field, expression: Sql, values: readonly (Scalar | null)[]): Sql {
  const listed = rawValues(field, values);
  const hasNull = values.includes(null);
  if (listed.length === 0) return hasNull ? sql`${expression} IS NOT NULL` : TRUE;
  const isOther = sql`${expression} NOT IN (${list(listed)})`;
  return hasNull
    ? sql`(${expression} IS NOT NULL AND ${isOther})`
    : sql`(${expression} IS NULL OR ${isOther})`;
}

function rawValues(field: Field, values: readonly (Scalar | null)[]): Sql[] {
  return values
    .filter((value) => value !== null)
    .map((value) => {
      const raw = field.rawOf(value);
      if (raw === undefined) throw neverIs(field, value);
      return typeof raw === 'number' ? integer(raw) : text(raw);
    });
}

function neverIs({ name, description, words }: Field, value: Scalar): EarshotError {
  const hint = words
    ? `Did you mean ${closest(String(value), [...words])}? It is one of ${words.join(', ')}, or (none).`
    : description;
  return usage('bad_filter', `${name} is never "${value}".`, hint);
}

function isWithin(
  field: Field,
  expression: Sql,
  range: { readonly min?: number; readonly max?: number },
): Sql {
  const { min, max } = range;
  if (min === undefined && max === undefined) {
    throw usage('bad_filter', `The range of ${field.name} has no end.`, 'Give min, max or both.');
  }
  if (Number.isNaN(min) || Number.isNaN(max) || (min ?? -Infinity) > (max ?? Infinity)) {
    throw usage(
      'bad_filter',
      `The range of ${field.name} from ${min} to ${max} holds nothing.`,
      'min is at most max.',
    );
  }
  return and(
    sql`${expression} IS NOT NULL`,
    min === undefined ? TRUE : sql`${expression} >= ${integer(wholeWithin(Math.ceil(min)))}`,
    max === undefined ? TRUE : sql`${expression} <= ${integer(wholeWithin(Math.floor(max)))}`,
  );
}

/** What is beyond the integers that JSON carries exactly is beyond every value of a column. */
function wholeWithin(value: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value));
}
