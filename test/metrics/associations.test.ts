import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/metrics/answer.ts';
import { associations, measureFor } from '../../src/metrics/associations/associations.ts';
import { VARIABLES } from '../../src/metrics/associations/variables.ts';
import { movedOf } from '../../src/metrics/moved.ts';
import type { Filter, Scope } from '../../src/metrics/question.ts';
import { duckdbSource, type TestSource } from './duckdb-source.ts';
import { chiSquareV, fifths, product, ranks, VALUES } from './plain-association.ts';
import { inScope } from './reference.ts';
import { drawSessions } from './sessions.ts';

const sessions = drawSessions(600, 51);
let source: TestSource;
beforeAll(async () => {
  source = await duckdbSource(sessions, drawSessions(40, 52));
});

const where = fc.array(
  fc.constantFrom<Filter>(
    { field: 'region', op: 'in', values: ['North', null] },
    { field: 'topic_name', op: 'not_in', values: ['Payment Issue'] },
    { field: 'resolution_status', op: 'in', values: ['Resolved', 'Abandoned'] },
    { field: 'customer_turns', op: 'range', min: 2 },
    { field: 'plan_type', op: 'in', values: ['Basic'] },
  ),
  { maxLength: 2 },
);
const scopes: fc.Arbitrary<Scope> = fc.record(
  {
    where,
    from: fc.constantFrom('2025-01-01T00:00:00Z', '2025-03-09T07:00:00Z'),
    to: fc.constantFrom('2025-11-02T06:30:00Z', '2025-08-01T00:00:00Z'),
    timeZone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
    base: fc.constantFrom('all' as const, 'engaged' as const),
  },
  { requiredKeys: [] },
);

/** A measure of two lists of values, from its textbook formula. */
function plain(one: string, other: string, x: readonly number[], y: readonly number[]): number | null {
  const kindOf = (name: string) => VARIABLES.find((each) => each.name === name)?.kind ?? 'number';
  const measure = measureFor(kindOf(one), kindOf(other));
  if (measure === 'spearman') return product(ranks(x), ranks(y));
  if (measure !== 'cramers_v') return product(x, y);
  return chiSquareV(kindOf(one) === 'number' ? fifths(x) : x, kindOf(other) === 'number' ? fifths(y) : y);
}

describe('associations', () => {
  it('equal a plain computation over the same sessions, for any filter', async () => {
    await fc.assert(
      fc.asyncProperty(scopes, async (scope) => {
        const inside = inScope(sessions, scope);
        for (const { one, other, value, n } of await associations(scope, source)) {
          const both = inside
            .map((call) => [one, other].map((name) => VALUES[name]?.(call, scope.timeZone ?? 'UTC') ?? null))
            .filter((pair): pair is [number, number] => !pair.includes(null));
          expect(n, `${one}, ${other}`).toBe(both.length);
          const wanted = plain(
            one,
            other,
            both.map(([x]) => x),
            both.map(([, y]) => y),
          );
          // Squared: beside zero the root of V turns the last digit of a sum into the eighth of a result.
          const [got, plainly] = [value, wanted].map((r) => (r === null ? null : r * Math.abs(r)));
          if (plainly === null || plainly === undefined) expect(got, `${one}, ${other}`).toBeNull();
          else expect(got, `${one}, ${other}`).toBeCloseTo(plainly, 10);
        }
      }),
      { numRuns: 12, seed: 53 },
    );
  });

  it('take the measure that fits each pair, and each pair once', async () => {
    expect(measureFor('binary', 'binary')).toBe('phi');
    expect(measureFor('number', 'binary')).toBe('point_biserial');
    expect(measureFor('ordinal', 'binary')).toBe('spearman');
    expect(measureFor('category', 'number')).toBe('cramers_v');
    const pairs = await associations({}, source);
    expect(new Set(pairs.map(({ one, other }) => [one, other].sort().join())).size).toBe(pairs.length);
    expect(pairs).toHaveLength((VARIABLES.length * (VARIABLES.length - 1)) / 2);
  });

  it('of nothing are unknown', async () => {
    for (const { value, n } of await associations(
      { where: [{ field: 'region', op: 'in', values: ['Mars'] }] },
      source,
    ))
      expect([value, n]).toEqual([null, 0]);
  });
});

describe('what moved', () => {
  it.each([
    'resolution_rate',
    'net_sentiment',
    'recognition_rate',
    'avg_call_duration',
    'durable_resolution_rate',
  ])('%s is split into parts that sum exactly to its change', async (metric) => {
    await fc.assert(
      fc.asyncProperty(
        scopes,
        fc.constantFrom('topic_name', 'region', 'tenure_band', 'bot_version'),
        fc.constantFrom('previous_period' as const, 'previous_year' as const),
        async (scope, by, compare) => {
          const question = { from: '2025-06-02', to: '2025-09-01', ...scope, metrics: [metric], compare };
          const [answer, whole] = await Promise.all([
            answerQuestion({ ...question, by: [by] }, source),
            answerQuestion(question, source),
          ]);
          const { rows, change } = movedOf(answer, by, metric);
          const total = whole.rows[0]?.change?.[metric]?.value ?? null;
          if (change === null) expect(total).toBeNull();
          else expect(change).toBeCloseTo(total ?? Number.NaN, 10);
          expect(rows.reduce((sum, { mix, rate }) => sum + mix + rate, 0)).toBeCloseTo(change ?? 0, 10);
        },
      ),
      { numRuns: 10, seed: 54 },
    );
  });

  it('gives each segment its share: mix by its weight, rate by its own change', () => {
    const rate = (numerator: number, denominator: number) => ({
      r: {
        value: denominator ? numerator / denominator : null,
        numerator,
        denominator,
        low: null,
        high: null,
      },
    });
    const row = (name: string, now: readonly [number, number], then: readonly [number, number]) => ({
      key: { topic_name: name },
      values: rate(...now),
      previous: rate(...then),
    });
    const { rows, change } = movedOf(
      { rows: [row('A', [40, 50], [80, 100]), row('B', [20, 50], [0, 0])] },
      'topic_name',
      'r',
    );
    // A keeps its 80 % and loses half of its weight; B comes new, and takes its own rate as that of before.
    const middle = (0.6 + 0.8) / 2;
    expect(change).toBeCloseTo(-0.2, 12);
    expect(rows).toMatchObject([
      { key: 'B', weight: 0.5, weightBefore: 0, valueBefore: null, rate: 0 },
      { key: 'A', weight: 0.5, weightBefore: 1, rate: 0 },
    ]);
    expect(rows[0]?.mix).toBeCloseTo(0.5 * (0.4 - middle), 12);
    expect(rows[1]?.mix).toBeCloseTo(-0.5 * (0.8 - middle), 12);
  });
});
