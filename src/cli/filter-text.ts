import { EarshotError } from '../base/errors.ts';
import type { Filter, Scalar } from '../metrics/question.ts';

const FORMS =
  'Forms: topic_type=Billing,TechSupport  region!=North  call_duration_sec=30..600  initial_intent=(none). A comma in a value: "Plan, Change" or Plan\\, Change.';
const RANGE = /^(-?\d+(?:\.\d+)?)?\.\.(-?\d+(?:\.\d+)?)?$/;

/**
 * A condition as the command line writes it: FIELD=VALUES, FIELD!=VALUES or, for a numeric field, FIELD=a..b.
 * @throws EarshotError `bad_filter`.
 */
export function parseFilter(text: string, isNumeric: (field: string) => boolean): Filter {
  const [, field, operator, rest] = /^\s*(\w+)\s*(!=|=)(.*)$/s.exec(text) ?? [];
  if (field === undefined || rest === undefined) throw badFilter(text, 'is no condition');
  const words = splitWords(rest, text);
  const op = operator === '=' ? 'in' : 'not_in';
  if (!isNumeric(field)) return { field, op, values: words.map((word) => wordValue(word, text)) };
  const range = words.map((word) => (word.isLiteral ? null : RANGE.exec(word.text))).find(Boolean);
  if (!range) return { field, op, values: words.map((word) => numberValue(word, text)) };
  if (words.length > 1 || op === 'not_in') throw badFilter(text, 'has a range beside something else');
  return rangeFilter(field, range, text);
}

function rangeFilter(field: string, [, low, high]: RegExpExecArray, text: string): Filter {
  const min = low === undefined ? undefined : Number(low);
  const max = high === undefined ? undefined : Number(high);
  if (min === undefined && max === undefined) throw badFilter(text, 'has a range without an end');
  if (min !== undefined && max !== undefined && min > max)
    throw badFilter(text, 'has a range that runs backwards');
  return { field, op: 'range', ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

interface Word {
  readonly text: string;
  /** Quoted or escaped: `"(none)"` is the word itself and not "no value". */
  readonly isLiteral: boolean;
}

function wordValue(word: Word, text: string): Scalar | null {
  if (word.isLiteral) return word.text;
  if (word.text === '')
    throw badFilter(text, 'has an empty value (write "" for the empty word, (none) for no value)');
  return word.text === '(none)' ? null : word.text;
}

function numberValue(word: Word, text: string): Scalar | null {
  const value = wordValue(word, text);
  if (value === null) return null;
  if (!/^-?\d+(\.\d+)?$/.test(word.text)) throw badFilter(text, `compares a number with "${word.text}"`);
  return Number(word.text);
}

/** Values between commas. A backslash makes the next character plain; double quotes hold commas and outer spaces. */
function splitWords(list: string, whole: string): Word[] {
  const words: Word[] = [];
  const part = /\s*(?:"((?:[^"\\]|\\.)*)"|((?:[^,"\\]|\\.)*))\s*(,|$)/suy;
  let separator: string | undefined;
  do {
    const [, quoted, plain, end] = part.exec(list) ?? [];
    if (quoted === undefined && plain === undefined) throw badFilter(whole, 'has an open quote');
    words.push(quoted === undefined ? plainWord(plain ?? '') : { text: unescaped(quoted), isLiteral: true });
    separator = end;
  } while (separator === ',');
  return words;
}

function plainWord(text: string): Word {
  const [, trimmed = ''] = /^((?:[^\\]|\\.)*?)\s*$/su.exec(text) ?? [];
  return { text: unescaped(trimmed), isLiteral: text.includes('\\') };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gsu, '$1');
}

function badFilter(text: string, what: string): EarshotError {
  return new EarshotError('usage', 'bad_filter', `--where '${text}' ${what}.`, { hint: FORMS });
}
