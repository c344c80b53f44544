import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Serving, serve } from '../../src/app/serve.ts';
import { runSimulation } from '../../src/app/simulation.ts';
import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Answer, AnswerRow, CountValue, Filter, RateValue, Scope } from '../../src/metrics/question.ts';
import type { SessionsAnswer } from '../../src/server/api.ts';
import { tempDir } from '../support/temp-dir.ts';

const EARSHOT = fileURLToPath(new URL('../../bin/earshot.js', import.meta.url));
const data = tempDir();
const METRICS = [
  'sessions',
  'resolution_rate',
  'escalation_rate',
  'abandonment_rate',
  'recognition_rate',
  'net_sentiment',
];
const AXES = [
  'topic_name',
  'topic_type',
  'month',
  'week',
  'hour_of_day',
  'region',
  'tenure_band',
  'customer_sentiment',
  'bot_version',
];

let serving: Serving;

beforeAll(async () => {
  const config = loadConfig({ data, port: '0', workers: '0' }, {});
  const effects = { log: silentLog, clock: fixedClock('2025-06-01T00:00:00Z'), env: {}, command: 'test' };
  await runSimulation(config, { sessions: 2000, from: '2025-02-15', to: '2025-05-01', seed: 5 }, effects);
  serving = await serve(config, effects);
  await serving.client.ingest(() => {});
});

afterAll(() => serving?.close());

const words: Record<string, fc.Arbitrary<string | null>> = {
  topic_type: fc.constantFrom('Billing', 'TechSupport', 'Account', 'no such topic', null),
  region: fc.constantFrom('North', 'South', 'East', 'West', null),
  customer_sentiment: fc.constantFrom('Positive', 'Negative', null),
  resolution_status: fc.constantFrom('Resolved', 'Escalated', 'Abandoned'),
  age_group: fc.constantFrom('65+', '18-24', null),
};
const memberFilter = fc.constantFrom(...Object.keys(words)).chain((field) =>
  fc.record({
    field: fc.constant(field),
    op: fc.constantFrom('in' as const, 'not_in' as const),
    values: fc.uniqueArray(words[field] ?? fc.constant(null), { minLength: 1, maxLength: 3 }),
  }),
);
const rangeFilter = fc
  .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 400 }))
  .map(([min, length]): Filter => ({ field: 'call_duration_sec', op: 'range', min, max: min + length }));
const scopes: fc.Arbitrary<Scope> = fc.record(
  {
    where: fc.array(fc.oneof(memberFilter, rangeFilter), { maxLength: 3 }),
    from: fc.constantFrom('2025-03-01', '2025-03-09T02:30', '2025-03-30'),
    to: fc.constantFrom('2025-04-06', '2025-04-20T12:00'),
    timeZone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
    base: fc.constantFrom('all' as const, 'engaged' as const),
  },
  { requiredKeys: [] },
);

const ask = (scope: Scope, metrics: readonly string[], by?: string) =>
  serving.client.request<Answer>('POST', '/api/query', { ...scope, metrics, ...(by ? { by: [by] } : {}) });
const listed = (scope: Scope, behind?: { metric: string; part: string }) =>
  serving.client.request<SessionsAnswer>('POST', '/api/sessions', {
    ...scope,
    limit: 1,
    ...(behind ? { behind } : {}),
  });

const count = (row: AnswerRow | undefined) => (row?.values.sessions as CountValue | undefined)?.value ?? 0;
const rate = (row: AnswerRow | undefined, metric: string) => row?.values[metric] as RateValue;
const sum = (rows: readonly AnswerRow[], pick: (row: AnswerRow) => number) =>
  rows.reduce((total, row) => total + pick(row), 0);

/** The same scope in the words of the command line. */
function flagsOf(scope: Scope): string[] {
  const word = (value: string | number | null) => (value === null ? '(none)' : `"${value}"`);
  const where = (scope.where ?? []).map((filter) => {
    if (filter.op === 'range') return `${filter.field}=${filter.min}..${filter.max}`;
    if (filter.op === 'in' || filter.op === 'not_in') {
      return `${filter.field}${filter.op === 'in' ? '=' : '!='}${filter.values.map(word).join(',')}`;
    }
    throw new Error('not drawn here');
  });
  const single = { from: scope.from, to: scope.to, tz: scope.timeZone, base: scope.base };
  const flags = Object.entries(single).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return [...flags, ...where.flatMap((text) => ['--where', text])];
}

describe('numbers tie out', () => {
  it('a KPI is the sum of a chart over any axis, for any filter, and opens that many calls', async () => {
    await fc.assert(
      fc.asyncProperty(scopes, fc.constantFrom(...AXES), async (scope, axis) => {
        const [total] = (await ask(scope, METRICS)).rows;
        const { rows } = await ask(scope, METRICS, axis);
        expect(sum(rows, count)).toBe(count(total));
        for (const metric of METRICS.slice(1)) {
          expect(
            sum(rows, (row) => rate(row, metric).numerator),
            metric,
          ).toBe(rate(total, metric).numerator);
          expect(
            sum(rows, (row) => rate(row, metric).denominator),
            metric,
          ).toBe(rate(total, metric).denominator);
          const { value, numerator, denominator } = rate(total, metric);
          expect(value).toBe(denominator === 0 ? null : numerator / denominator);
        }
        expect((await listed(scope)).total).toBe(count(total));
        for (const part of ['numerator', 'denominator'] as const) {
          const { total: behind } = await listed(scope, { metric: 'resolution_rate', part });
          expect(behind).toBe(rate(total, 'resolution_rate')[part]);
        }
        const shares = ['resolution_rate', 'escalation_rate', 'abandonment_rate'].map(
          (metric) => rate(total, metric).numerator,
        );
        expect(shares.reduce((a, b) => a + b)).toBe(rate(total, 'resolution_rate').denominator);
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('`earshot query` answers what the API answers', async () => {
    await fc.assert(
      fc.asyncProperty(scopes, fc.constantFrom(...AXES), async (scope, axis) => {
        const { rows } = await ask(scope, [...METRICS, 'avg_call_duration', 'p90_call_duration'], axis);
        const args = [
          'query',
          [...METRICS, 'avg_call_duration', 'p90_call_duration'].join(','),
          '--by',
          axis,
          ...flagsOf(scope),
        ];
        const { stdout } = await promisify(execFile)(process.execPath, [EARSHOT, ...args, '--data', data]);
        const lines = stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line));
        expect(lines).toEqual(rows.map((row) => ({ ...row.key, ...row.values })));
      }),
      { numRuns: 8, seed: 12 },
    );
  });
});
