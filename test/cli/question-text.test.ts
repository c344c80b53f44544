import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../src/cli/filter-text.ts';
import { optionsOf } from '../../src/cli/options.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { parseQuestion } from '../../src/cli/question-text.ts';
import type { Filter, Question } from '../../src/metrics/question.ts';
import { questionWords } from './question-words.ts';

const NUMERIC = new Set(['call_duration_sec', 'tenure_months']);
const isNumeric = (field: string) => NUMERIC.has(field);
const filter = (text: string) => parseFilter(text, isNumeric);

/** By way of the real command line. */
async function parse(words: readonly string[]): Promise<Question> {
  let question: Question | undefined;
  const silent = { out: () => {}, err: () => {} };
  const program = buildProgram('0', silent, async ({ argument = '', options }) => {
    question = parseQuestion(argument, optionsOf(options), isNumeric);
  });
  await program.parseAsync(['node', 'earshot', 'query', ...words]);
  if (!question) throw new Error('not invoked');
  return question;
}

describe('a question on the command line', () => {
  it('reads as in the README', async () => {
    const words =
      'resolution_rate,sessions --by topic_name --where topic_type=Billing,TechSupport --where region!=North --where call_duration_sec=30..600 --where initial_intent=(none) --from 2025-01-01 --to 2025-02-01 --tz America/New_York --base engaged';
    expect(await parse(words.split(' '))).toEqual({
      metrics: ['resolution_rate', 'sessions'],
      by: ['topic_name'],
      where: [
        { field: 'topic_type', op: 'in', values: ['Billing', 'TechSupport'] },
        { field: 'region', op: 'not_in', values: ['North'] },
        { field: 'call_duration_sec', op: 'range', min: 30, max: 600 },
        { field: 'initial_intent', op: 'in', values: [null] },
      ],
      from: '2025-01-01',
      to: '2025-02-01',
      base: 'engaged',
    });
  });

  it('says no more than it was told', async () => {
    expect(await parse(['sessions'])).toEqual({ metrics: ['sessions'] });
  });

  it('adds up repeated dimensions, in order', async () => {
    expect(await parse(['sessions', '--by', 'month', '--by', 'topic_type, region'])).toMatchObject({
      by: ['month', 'topic_type', 'region'],
    });
  });

  it('comes back as it was written, whatever the values hold', async () => {
    await fc.assert(
      fc.asyncProperty(questions, async (question) => {
        expect(await parse(questionWords(question))).toEqual(question);
      }),
      { seed: 20250131, numRuns: 300 },
    );
  });
});

const word = fc.oneof(
  fc.constantFrom(
    'Billing',
    'Plan, Change',
    '(none)',
    '30..60',
    '',
    '"',
    '\\',
    ' a ',
    'a=b',
    '!=',
    "O'Neil",
    '\n',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const number = fc.integer({ min: -100_000, max: 100_000 }).map((n) => n / 10);
const listed = (field: fc.Arbitrary<string>, value: fc.Arbitrary<string | number>): fc.Arbitrary<Filter> =>
  fc.record({
    field,
    op: fc.constantFrom('in' as const, 'not_in' as const),
    values: fc.array(fc.option(value), { minLength: 1, maxLength: 4 }),
  });
const range: fc.Arbitrary<Filter> = fc
  .tuple(fc.constantFrom(...NUMERIC), fc.option(number), fc.option(number))
  .filter(([, a, b]) => a !== null || b !== null)
  .map(([field, a, b]) => {
    if (a === null || b === null) {
      return { field, op: 'range', ...(a !== null && { min: a }), ...(b !== null && { max: b }) };
    }
    return { field, op: 'range', min: Math.min(a, b), max: Math.max(a, b) };
  });
const name = fc.stringMatching(/^[a-z][a-z_]{0,12}$/);
const names = fc.array(name, { minLength: 1, maxLength: 3 });
const filters = fc.oneof(
  listed(
    name.filter((field) => !isNumeric(field)),
    word,
  ),
  listed(fc.constantFrom(...NUMERIC), number),
  range,
);
const questions: fc.Arbitrary<Question> = fc.record(
  {
    metrics: names,
    by: names,
    where: fc.array(filters, { minLength: 1, maxLength: 3 }),
    from: fc.constantFrom('2025-01-01', '2025-01-01T08:00'),
    to: fc.constantFrom('2025-02-01', '2025-03-01T00:00:00-05:00'),
    base: fc.constantFrom('all' as const, 'engaged' as const),
    compare: fc.constantFrom('previous_period' as const, 'previous_year' as const),
    options: fc.constantFrom<NonNullable<Question['options']>[]>(
      { durableDays: 3 },
      { durableAnyTopic: true },
      { durableDays: 30, durableAnyTopic: true },
    ),
  },
  { requiredKeys: ['metrics'] },
) as fc.Arbitrary<Question>;

describe('a condition', () => {
  it.each<[string, Filter]>([
    [
      'topic_type = Billing , TechSupport',
      { field: 'topic_type', op: 'in', values: ['Billing', 'TechSupport'] },
    ],
    ['a=Plan\\, Change', { field: 'a', op: 'in', values: ['Plan, Change'] }],
    ['a="Plan, Change",(none)', { field: 'a', op: 'in', values: ['Plan, Change', null] }],
    ['a="(none)"', { field: 'a', op: 'in', values: ['(none)'] }],
    ['a=\\(none)', { field: 'a', op: 'in', values: ['(none)'] }],
    ['a=""', { field: 'a', op: 'in', values: [''] }],
    ['a=b=c', { field: 'a', op: 'in', values: ['b=c'] }],
    ['a=1..2', { field: 'a', op: 'in', values: ['1..2'] }],
    ['a=x\\ ', { field: 'a', op: 'in', values: ['x '] }],
    ['tenure_months=6..', { field: 'tenure_months', op: 'range', min: 6 }],
    ['tenure_months=..5', { field: 'tenure_months', op: 'range', max: 5 }],
    ['tenure_months=-1.5..2.5', { field: 'tenure_months', op: 'range', min: -1.5, max: 2.5 }],
    ['tenure_months!=(none),3', { field: 'tenure_months', op: 'not_in', values: [null, 3] }],
  ])('%s', (text, expected) => {
    expect(filter(text)).toEqual(expected);
  });

  it.each([
    ['topic_type', 'is no condition'],
    ['=Billing', 'is no condition'],
    ['call_duration_sec>30', 'is no condition'],
    ['a=', 'has an empty value'],
    ['a=b,', 'has an empty value'],
    ['a="b', 'has an open quote'],
    ['a="b"c', 'has an open quote'],
    ['tenure_months=long', 'compares a number with "long"'],
    ['tenure_months=..', 'has a range without an end'],
    ['tenure_months=9..1', 'has a range that runs backwards'],
    ['tenure_months=1..2,5', 'has a range beside something else'],
    ['tenure_months!=1..2', 'has a range beside something else'],
  ])('%s is refused with the forms that there are', (text, message) => {
    expect(() => filter(text)).toThrowError(
      expect.objectContaining({
        code: 'bad_filter',
        exitCode: 2,
        message: expect.stringContaining(message),
        hint: expect.stringContaining('region!=North'),
      }),
    );
  });
});
