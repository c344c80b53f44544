import { CODED, type CodedName, codedWords, SESSION_VERSION } from '../contract/inner-tables.ts';
import type { Dialect } from './dialect/dialect.ts';
import type { Statement } from './source.ts';

/** Renders fragments for one statement and collects its parameters. */
export interface Writer {
  readonly dialect: Dialect;
  /** The placeholder of a value; equal values of one type share one. */
  bind(value: string | number, type: 'text' | 'integer' | 'limit' | 'timestamp'): string;
}

/** A piece of SQL. It holds other pieces only, so neither a value nor a foreign name can slip into the text. */
export type Sql = (writer: Writer) => string;

export function sql(strings: TemplateStringsArray, ...holes: readonly Sql[]): Sql {
  return (writer) =>
    strings.reduce((text, string, index) => text + (holes[index - 1]?.(writer) ?? '') + string);
}

const COLUMNS = new Set(SESSION_VERSION.columns.map((column) => column.name));

/** A column of session_version. */
export function column(name: string): Sql {
  if (!COLUMNS.has(name)) throw new Error(`session_version has no column ${name}`);
  return ({ dialect }) => dialect.quote(name);
}

/** A coded column: its code where the engine keeps them, else the text. */
export function coded(name: CodedName): Sql {
  return (writer) => column(writer.dialect.hasNumbers ? CODED[name] : name)(writer);
}

/** Whether a coded column holds the word. @throws Error when the contract has no such word */
export function isWord(name: CodedName, word: string): Sql {
  const code = codedWords(name).indexOf(word) + 1;
  if (code === 0) throw new Error(`${name} is never ${word}`);
  return (writer) => `${coded(name)(writer)} = ${writer.dialect.hasNumbers ? code : text(word)(writer)}`;
}

export const sessionVersion: Sql = ({ dialect }) => dialect.quote(SESSION_VERSION.name);

/** A name that the compiler itself gave to a result column. */
export function alias(name: string): Sql {
  return ({ dialect }) => dialect.quote(name);
}

export function text(value: string): Sql {
  return (writer) => writer.bind(value, 'text');
}

export function integer(value: number): Sql {
  return (writer) => writer.dialect.integer(writer.bind(value, 'integer'));
}

/** LIMIT takes a plain parameter only, in GoogleSQL. */
export function rowLimit(rows: number): Sql {
  return (writer) => writer.bind(rows, 'limit');
}

/** @param epochMs milliseconds since 1970 in UTC */
export function timestamp(epochMs: number): Sql {
  const plain = new Date(epochMs).toISOString().replace('T', ' ').replace('Z', '');
  return (writer) => `CAST(${writer.bind(plain, 'timestamp')} AS TIMESTAMP)`;
}

export const TRUE: Sql = () => 'TRUE';
export const FALSE: Sql = () => 'FALSE';
export const ONE: Sql = () => '1';

export function list(pieces: readonly Sql[], separator = ', '): Sql {
  return (writer) => pieces.map((piece) => piece(writer)).join(separator);
}

/** All of the conditions; TRUE when there is none. */
export function and(...conditions: readonly Sql[]): Sql {
  const wanted = conditions.filter((condition) => condition !== TRUE);
  if (wanted.length === 0) return TRUE;
  return list(
    wanted.map((condition) => sql`(${condition})`),
    ' AND ',
  );
}

export const countIf =
  (condition: Sql): Sql =>
  (writer) =>
    condition === TRUE ? 'count(*)' : writer.dialect.countIf(condition(writer));

export const countDistinct =
  (value: Sql, key: Sql, groups: 'few' | 'any'): Sql =>
  (writer) =>
    writer.dialect.countDistinct(value(writer), key(writer), groups);

export const sum =
  (expression: Sql): Sql =>
  (writer) =>
    expression === ONE ? 'count(*)' : writer.dialect.sum(expression(writer));

/** For intervals only: one call of a wrong length must blur a bound, not fail a question. */
export const sumOfProducts =
  (one: Sql, other: Sql): Sql =>
  (writer) =>
    writer.dialect.sumOfProducts(one(writer), other(writer));

export const divide =
  (dividend: Sql, divisor: Sql): Sql =>
  (writer) =>
    writer.dialect.divide(dividend(writer), divisor(writer));

export const rounded =
  (number: Sql): Sql =>
  (writer) =>
    writer.dialect.round(number(writer));

/** The value in the row in which the other one is greatest. */
export const maxBy =
  (value: Sql, greatest: Sql): Sql =>
  (writer) =>
    writer.dialect.maxBy(value(writer), greatest(writer));

export const epochMillis =
  (instant: Sql): Sql =>
  (writer) =>
    writer.dialect.epochMillis(instant(writer));

export const months =
  (millis: Sql): Sql =>
  (writer) =>
    writer.dialect.months(millis(writer));

export function statement(piece: Sql, dialect: Dialect): Statement {
  const places = new Map<string, string>();
  const params: (string | number)[] = [];
  const sqlText = piece({
    dialect,
    bind(value, type) {
      const known = places.get(`${type} ${value}`);
      if (known) return known;
      const place = dialect.placeholder(params.push(value));
      places.set(`${type} ${value}`, place);
      return place;
    },
  });
  return { sql: sqlText, params };
}
