import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { answerQuestion } from '../../src/metrics/answer.ts';
import type { Question } from '../../src/metrics/question.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { HOURS } from '../../src/metrics/rollup/segments.ts';
import { compileSessions } from '../../src/metrics/sessions.ts';
import { duckdbSource, type TestSource } from './duckdb-source.ts';
import { anyQuestion, ZONES } from './questions.ts';
import { drawSessions } from './sessions.ts';

let summed: TestSource;
let plain: TestSource;
beforeAll(async () => {
  summed = await duckdbSource(drawSessions(600, 31), drawSessions(50, 32), 0);
  plain = { ...summed, extent: { ...summed.extent, rollup: null } };
});

const GRAINS = [
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'day_of_week',
  'hour_of_day',
  'hour',
  'topic_name',
  'resolution_status',
  'region',
  'tenure_band',
  'customer_sentiment',
] as const;
const midnight = fc
  .integer({ min: Date.parse('2024-11-01'), max: Date.parse('2025-12-20') })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));

/** What sums by day can answer: whole days, or any moment, in every zone, by and under what they know. */
const summable: fc.Arbitrary<Question> = fc
  .record(
    {
      metrics: fc.constant(METRICS.map(({ name }) => name)),
      by: fc.subarray([...GRAINS], { maxLength: 2 }),
      timeZone: fc.constantFrom(...ZONES, 'Asia/Kathmandu', 'Pacific/Apia'),
      where: fc.array(
        fc.constantFrom(
          { field: 'topic_name', op: 'in' as const, values: ['Payment Issue', null] },
          { field: 'topic_type', op: 'in' as const, values: ['Billing'] },
          { field: 'resolution_status', op: 'not_in' as const, values: ['Resolved'] },
          { field: 'month', op: 'in' as const, values: ['2025-03-01', '2025-04'] },
          { field: 'day', op: 'not_in' as const, values: ['2025-03-09'] },
          { field: 'day_of_week', op: 'range' as const, min: 2, max: 6 },
          { field: 'hour_of_day', op: 'in' as const, values: [0, 9, 23] },
          { field: 'hour', op: 'not_in' as const, values: ['2025-03-09T03:00'] },
          { field: 'region', op: 'in' as const, values: ['North', null] },
          { field: 'region', op: 'not_in' as const, values: ['North', 'East'] },
          { field: 'tenure_band', op: 'in' as const, values: ['0-5', '24–59'] },
          { field: 'customer_sentiment', op: 'in' as const, values: ['Negative'] },
          { field: 'escalation_flag', op: 'is_null' as const },
          { field: 'initial_intent', op: 'in' as const, values: ["it's; DROP TABLE"] },
        ),
        { maxLength: 2 },
      ),
      base: fc.constantFrom('all' as const, 'engaged' as const),
      from: fc.oneof(
        midnight,
        anyQuestion.map(({ from }) => from ?? '2025-01-01'),
      ),
      to: fc.oneof(
        midnight,
        anyQuestion.map(({ to }) => to ?? '2025-12-01'),
      ),
      compare: fc.constantFrom('previous_period' as const, 'previous_year' as const),
    },
    { requiredKeys: ['metrics'] },
  )
  .filter(({ from, to }) => from === undefined || to === undefined || from < to)
  .map(({ compare, ...question }) => (compare && question.from ? { ...question, compare } : question));

it('answers as calls alone do, to the last integer', async () => {
  const check = async (question: Question) => {
    expect(await answerQuestion(question, summed)).toEqual(await answerQuestion(question, plain));
  };
  await fc.assert(fc.asyncProperty(summable, check), { seed: 33, numRuns: 150 });
  const segments = summed.asked.filter(({ sql }) => sql.includes('segment_rollup'));
  const hourly = segments.filter(({ params }) => params.includes(HOURS.place));
  expect(segments.length - hourly.length).toBeGreaterThan(5);
  expect(hourly.length).toBeGreaterThan(15);
});

it('counts distinct customers of any period as calls do, by any bucket of it', async () => {
  const types = fc.constantFrom<(string | null)[] | null>(null, ['Billing'], [null], ['Roaming', 'Billing']);
  const ofPeriod = fc.tuple(summable, types).map(([{ from, to, timeZone, by = [] }, values]): Question => {
    const grain = by.find((name) => ['day', 'week', 'month', 'quarter', 'year'].includes(name));
    return {
      metrics: ['customers'],
      ...(from && { from }),
      ...(to && { to }),
      ...(timeZone && { timeZone }),
      ...(grain && { by: [grain] }),
      ...(values && { where: [{ field: 'topic_type', op: 'in', values }] }),
    };
  });
  const countsOf = async (question: Question, source: TestSource) =>
    (await answerQuestion({ ...question, metrics: ['sessions', 'customers'] }, source)).rows;
  const check = async (question: Question) => {
    expect(await countsOf(question, summed)).toEqual(await countsOf(question, plain));
  };
  await fc.assert(fc.asyncProperty(ofPeriod, check), { seed: 34, numRuns: 300 });
  const asked = summed.asked.filter(({ sql }) => sql.includes('customer_rollup'));
  const typed = asked.filter(({ sql }) => !sql.includes('NOT "is_of_type"'));
  expect(typed.length).toBeGreaterThan(5);
  expect(asked.length - typed.length).toBeGreaterThan(30);
});

it('counts the calls of a list as calls do, behind every metric', async () => {
  const totalOf = async (
    scope: Question,
    metric: string,
    part: 'numerator' | 'denominator',
    source: TestSource,
  ) => {
    const { total } = compileSessions(scope, { behind: { metric, part }, limit: 1 }, source);
    return Number((await source.query(total))[0]?.total);
  };
  const part = fc.constantFrom('numerator' as const, 'denominator' as const);
  const metric = fc.constantFrom(...METRICS.map(({ name }) => name));
  const check = async (
    { metrics: _, ...scope }: Question,
    name: string,
    which: 'numerator' | 'denominator',
  ) => {
    const question = { ...scope, metrics: [] };
    expect(await totalOf(question, name, which, summed)).toBe(await totalOf(question, name, which, plain));
  };
  await fc.assert(fc.asyncProperty(summable, metric, part, check), { seed: 35, numRuns: 120 });
});

/** The stretch from March to April holds a day that belongs to both months, and is read for itself too. */
const ACROSS_CUT_DAYS: Question = {
  metrics: ['sessions'],
  timeZone: 'Australia/Lord_Howe',
  where: [{ field: 'month', op: 'in', values: ['2025-03-01', '2025-04'] }],
};

it('finds the first calls of an order on the days that sums tell, as all calls do', async () => {
  const order = fc.constantFrom('longest' as const, 'shortest' as const, 'most_turns' as const);
  let reached = 0;
  const check = async ({ metrics: _, ...scope }: Question, by: 'longest', limit: number) => {
    const { page, reach } = compileSessions(scope, { order: by, limit }, summed);
    if (!reach) return;
    const near = reach.page(await summed.query(reach.statement));
    if (near.sql !== page.sql) reached += 1;
    expect(await summed.query(near)).toEqual(await summed.query(page));
  };
  await fc.assert(
    fc.asyncProperty(summable, order as fc.Arbitrary<'longest'>, fc.integer({ min: 1, max: 40 }), check),
    { seed: 36, numRuns: 150, examples: [[ACROSS_CUT_DAYS, 'longest', 29]] },
  );
  expect(reached).toBeGreaterThan(30);
});
