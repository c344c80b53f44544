import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/metrics/answer.ts';
import { DIMENSIONS } from '../../src/metrics/dimensions.ts';
import type { Answer, Filter, Question } from '../../src/metrics/question.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { duckdbSource, type TestSource } from './duckdb-source.ts';
import { type Expected, grouped, inScope, REFERENCE } from './reference.ts';
import { drawSessions, type TestSession } from './sessions.ts';

const ALL_METRICS = METRICS.map((metric) => metric.name);
const ALL_DIMENSIONS = DIMENSIONS.map((dimension) => dimension.name);
const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'] as const;

const sessions = drawSessions(500, 11);
let source: TestSource;
beforeAll(async () => {
  source = await duckdbSource(sessions, drawSessions(60, 12));
});

/** Every number of an answer, against the same computed one session at a time. */
async function expectReference(question: Question): Promise<Answer> {
  const answer = await answerQuestion(question, source);
  const inside = inScope(sessions, question);
  const groups = grouped(inside, question.by ?? [], question.timeZone ?? 'UTC');
  const keys = answer.rows.map((row) => JSON.stringify(row.key));
  expect(new Set(keys).size).toBe(keys.length);
  expect([...keys].sort()).toEqual([...groups.keys()].sort());
  for (const row of answer.rows) {
    const members = groups.get(JSON.stringify(row.key)) ?? [];
    for (const name of question.metrics) expectMetric(name, row.values[name], members, question);
  }
  return answer;
}

function expectMetric(name: string, actual: unknown, members: readonly TestSession[], question: Question) {
  const { value, ...integers }: Expected = REFERENCE[name]?.(members, sessions, question.options ?? {}) ?? {};
  expect(actual, name).toMatchObject(integers);
  const { numerator, denominator } = integers;
  const share = denominator ? (numerator ?? 0) / denominator : null;
  const wanted = value === undefined ? share : value;
  const got = (actual as { value: number | null }).value;
  if (wanted === null) expect(got, name).toBeNull();
  else expect(got, name).toBeCloseTo(wanted, 10);
}

describe('every metric by every dimension', () => {
  it('has a reference for each metric', () => {
    expect(Object.keys(REFERENCE).sort()).toEqual([...ALL_METRICS].sort());
  });

  for (const timeZone of ZONES) {
    it.each(ALL_DIMENSIONS)(`by %s in ${timeZone}`, async (dimension) => {
      await expectReference({ metrics: ALL_METRICS, by: [dimension], timeZone });
    });
  }
});

const FIELD_VALUES: Readonly<Record<string, readonly (string | number)[]>> = {
  topic_type: ['Billing', 'TechSupport', 'Sales'],
  topic_name: ['Payment Issue', 'Über-Tarif'],
  initial_intent: ["it's; DROP TABLE", 'check_bill'],
  resolution_status: ['Resolved', 'Escalated', 'Abandoned'],
  region: ['North', 'South', 'East'],
  tenure_band: ['0–5', '60+'],
  hour_of_day: [0, 1, 2, 23],
  day_of_week: [1, 7],
  month: ['2025-03-01', '2025-11-01'],
  day: ['2025-03-09', '2025-04-06'],
  customer_id: ['C1', 'C2', 'C3'],
  session_id: ['S1', 'S2', 'S499'],
};
const RANGES: Readonly<Record<string, number>> = {
  call_duration_sec: 900,
  bot_duration_sec: 300,
  tenure_months: 80,
  customer_turns: 8,
  hour_of_day: 23,
};

const listFilter = fc.constantFrom(...Object.keys(FIELD_VALUES)).chain((field) =>
  fc.record({
    field: fc.constant(field),
    op: fc.constantFrom('in' as const, 'not_in' as const),
    values: fc.array(fc.constantFrom(null, ...(FIELD_VALUES[field] ?? [])), { maxLength: 4 }),
  }),
);
const rangeFilter = fc.constantFrom(...Object.entries(RANGES)).chain(([field, top]) =>
  fc
    .tuple(
      fc.double({ min: -1, max: top, noNaN: true }),
      fc.double({ min: 0, max: top, noNaN: true }),
      fc.nat(2),
    )
    .map(([one, other, ends]) => ({
      field,
      op: 'range' as const,
      ...(ends !== 1 && { min: Math.min(one, other) }),
      ...(ends !== 2 && { max: Math.max(one, other) }),
    })),
);
const nullFilter = fc.record({
  field: fc.constantFrom(...Object.keys(FIELD_VALUES), ...Object.keys(RANGES)),
  op: fc.constantFrom('is_null' as const, 'not_null' as const),
});
const filter: fc.Arbitrary<Filter> = fc.oneof(listFilter, rangeFilter, nullFilter);
const instant = fc
  .integer({ min: Date.parse('2024-11-01T00:00:00Z'), max: Date.parse('2025-12-20T00:00:00Z') })
  .map((ms) => new Date(ms).toISOString());

const question: fc.Arbitrary<Question> = fc
  .record(
    {
      metrics: fc.subarray([...ALL_METRICS], { minLength: 1 }),
      by: fc.subarray([...ALL_DIMENSIONS], { maxLength: 3 }),
      timeZone: fc.constantFrom(...ZONES),
      where: fc.array(filter, { maxLength: 3 }),
      base: fc.constantFrom('all' as const, 'engaged' as const),
      from: instant,
      to: instant,
      options: fc.record({ durableDays: fc.integer({ min: 1, max: 30 }), durableAnyTopic: fc.boolean() }),
    },
    { requiredKeys: ['metrics'] },
  )
  .filter(({ from, to }) => from === undefined || to === undefined || from < to);

describe('random questions', () => {
  it('equal a plain computation over the sessions', async () => {
    await fc.assert(
      fc.asyncProperty(question, async (asked) => void (await expectReference(asked))),
      {
        seed: 3,
        numRuns: 250,
      },
    );
  });

  it('tie out: counts, numerators and denominators sum over every partition', async () => {
    const additive = METRICS.filter((metric) => metric.additive).map((metric) => metric.name);
    await fc.assert(
      fc.asyncProperty(question, fc.constantFrom(...ALL_DIMENSIONS), async (asked, dimension) => {
        const { by: _, ...scope } = { ...asked, metrics: additive };
        const whole = (await answerQuestion(scope, source)).rows[0]?.values;
        const parts = (await answerQuestion({ ...scope, by: [dimension] }, source)).rows;
        for (const name of additive) {
          for (const field of ['value', 'numerator', 'denominator', 'immature'] as const) {
            const of = (value: unknown) =>
              Number((value as Record<string, unknown> | undefined)?.[field] ?? 0);
            const isCount = whole?.[name] !== undefined && !('numerator' in whole[name]);
            if (isCount !== (field === 'value')) continue;
            const sum = parts.reduce((sofar, row) => sofar + of(row.values[name]), 0);
            expect(sum, `${name}.${field} by ${dimension}`).toBe(of(whole?.[name]));
          }
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});
