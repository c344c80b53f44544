import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/metrics/answer.ts';
import type { Answer, Question } from '../../src/metrics/question.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { duckdbSource, type TestSource } from './duckdb-source.ts';
import { ALL_DIMENSIONS, ALL_METRICS, anyQuestion, ZONES } from './questions.ts';
import { type Expected, grouped, inScope, REFERENCE } from './reference.ts';
import { drawSessions, type TestSession } from './sessions.ts';

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

describe('random questions', () => {
  it('equal a plain computation over the sessions', async () => {
    await fc.assert(
      fc.asyncProperty(anyQuestion, async (asked) => void (await expectReference(asked))),
      {
        seed: 3,
        numRuns: 250,
      },
    );
  });

  it('tie out: counts, numerators and denominators sum over every partition', async () => {
    const additive = METRICS.filter((metric) => metric.additive).map((metric) => metric.name);
    await fc.assert(
      fc.asyncProperty(anyQuestion, fc.constantFrom(...ALL_DIMENSIONS), async (asked, dimension) => {
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
