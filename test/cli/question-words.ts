import type { Filter, Question } from '../../src/metrics/question.ts';

/** The command line that asks a question: the inverse of the parser, for the tests. */
export function questionWords(question: Question): string[] {
  const { metrics, by, where = [], from, to, base, compare, options } = question;
  const option = (flag: string, value: string | number | undefined) =>
    value === undefined ? [] : [flag, String(value)];
  return [
    metrics.join(','),
    ...option('--by', by?.join(',')),
    ...where.flatMap((filter) => ['--where', filterWord(filter)]),
    ...option('--from', from),
    ...option('--to', to),
    ...option('--base', base),
    ...option('--compare', compare),
    ...option('--durable-days', options?.durableDays),
    ...(options?.durableAnyTopic ? ['--durable-any-topic'] : []),
  ];
}

function filterWord(filter: Filter): string {
  if (filter.op === 'range') return `${filter.field}=${filter.min ?? ''}..${filter.max ?? ''}`;
  if (!('values' in filter)) throw new Error('The command line writes (none) instead.');
  const values = filter.values.map((value) =>
    value === null ? '(none)' : typeof value === 'number' ? String(value) : quoted(value),
  );
  return `${filter.field}${filter.op === 'in' ? '=' : '!='}${values.join(',')}`;
}

function quoted(word: string): string {
  return /^[\w-]+$/.test(word) ? word : `"${word.replace(/[\\"]/g, '\\$&')}"`;
}
