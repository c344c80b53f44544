import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { sessionSchema } from './json-schema.ts';

let compiled: ValidateFunction | undefined;

/**
 * Whether a value is a session as the contract has it, before any cleaning.
 * @returns what is wrong, one sentence each with its JSON pointer and without the record's values; empty when valid.
 */
export function validateSession(value: unknown): string[] {
  compiled ??= compile();
  return compiled(value) ? [] : (compiled.errors ?? []).map(sentence);
}

function compile(): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, formats: { 'date-time': isDateTime } });
  return ajv.compile(sessionSchema());
}

/** RFC 3339, the `date-time` of JSON Schema; the pattern alone would let February 30th pass. */
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

function isDateTime(text: string): boolean {
  const [, year, month, day] = DATE_TIME.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function sentence(error: ErrorObject): string {
  const where = error.instancePath || 'the session';
  const words: unknown = error.params.allowedValues;
  const allowed = Array.isArray(words) ? `: ${words.map(String).join(', ')}` : '';
  return `${where} ${error.message ?? 'is not valid'}${allowed}`;
}
