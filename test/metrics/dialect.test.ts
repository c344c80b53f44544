import { beforeAll, describe, expect, it } from 'vitest';
import { associationStatement } from '../../src/metrics/associations/statement.ts';
import { callersStatement } from '../../src/metrics/callers.ts';
import { compile } from '../../src/metrics/compile.ts';
import { encodeCursor } from '../../src/metrics/cursor.ts';
import { dialectNamed } from '../../src/metrics/dialect/named.ts';
import { DIMENSIONS } from '../../src/metrics/dimensions.ts';
import { FIELDS } from '../../src/metrics/fields.ts';
import { spanOf } from '../../src/metrics/period.ts';
import type { Question } from '../../src/metrics/question.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { scopeSql } from '../../src/metrics/scope.ts';
import { compileSessions } from '../../src/metrics/sessions.ts';
import type { DialectName, Statement } from '../../src/metrics/source.ts';
import { confidenceStatement } from '../../src/metrics/turns/confidence.ts';
import { contextOf } from '../../src/metrics/turns/context.ts';
import { exitStatements } from '../../src/metrics/turns/exits.ts';
import { intentsStatement } from '../../src/metrics/turns/intents.ts';
import { UTTERANCE_KINDS, utteranceStatements } from '../../src/metrics/turns/utterances.ts';
import { duckdbSource, type TestSource } from './duckdb-source.ts';

let source: TestSource;
beforeAll(async () => {
  source = await duckdbSource([]);
});

const extent = {
  firstCall: '2024-01-01T00:00:00.000Z',
  newestCall: '2025-12-31T00:00:00.000Z',
  dataVersion: 1,
};
const metrics = METRICS.map((metric) => metric.name);
const questions: Question[] = [
  ...DIMENSIONS.map(({ name }) => ({ metrics, by: [name], timeZone: 'America/New_York' })),
  ...FIELDS.map(({ name, ops }) => ({
    metrics: ['sessions'],
    timeZone: 'Australia/Lord_Howe',
    where: ops.includes('range')
      ? [{ field: name, op: 'range' as const, min: 1 }]
      : [{ field: name, op: 'not_null' as const }],
  })),
  { metrics, from: '2025-01-01', to: '2025-03-01', compare: 'previous_year', base: 'engaged' },
];

function statements(dialect: DialectName): Statement[] {
  const context = { dialect, extent };
  const asked = questions.flatMap((question) => {
    const { current, previous } = compile(question, context);
    return [current, previous].flatMap((scan) =>
      scan ? [...scan.aggregates, ...scan.histograms.values()] : [],
    );
  });
  const lists = metrics.flatMap((metric) => {
    const { page, total } = compileSessions({}, { behind: { metric, part: 'numerator' }, limit: 5 }, context);
    return [page, total];
  });
  return [...asked, ...lists, ...orders(context), ...holdings(context), ...turnStatements(context)];
}

const scope = { where: [{ field: 'known_caller', op: 'in' as const, values: ['New'] }] };

const orders = (context: { dialect: DialectName; extent: typeof extent }): Statement[] =>
  (['newest', 'oldest', 'longest', 'shortest', 'most_turns'] as const).flatMap((order) => {
    const cursor = encodeCursor({ rank: 5, startMs: 5, sessionId: 'S1' });
    const { page, total } = compileSessions({}, { text: "it's", order, cursor, limit: 5 }, context);
    return [page, total, compileSessions({}, { sample: 7, limit: 5 }, context).page];
  });

const holdings = (context: { dialect: DialectName; extent: typeof extent }): Statement[] =>
  (
    [
      { what: 'confidence', from: 0.2, to: 1 },
      { what: 'intent', intent: "it's" },
      { what: 'prompt', prompt: '%' },
      { what: 'exit', prompt: 'goodbye' },
      { what: 'calls', calls: 3 },
      { what: 'both', one: 'hour', other: 'topic' },
    ] as const
  ).map((holding) => compileSessions(scope, { holding, limit: 5 }, context).page);

function turnStatements(context: { dialect: DialectName; extent: typeof extent }): Statement[] {
  const own = contextOf(context);
  const { heard, left } = exitStatements(scope, own);
  const utterances = UTTERANCE_KINDS.flatMap((kind) => {
    const { page, total } = utteranceStatements(
      scope,
      { kind, below: 0.5, text: '%', offset: 0, limit: 5 },
      own,
    );
    return [page, total];
  });
  return [
    confidenceStatement(scope, own),
    intentsStatement(scope, 0.5, own),
    heard,
    left,
    ...utterances,
    callersStatement(scope, own),
    associationStatement(scopeSql(scope, spanOf(scope), extent), own.dialect),
  ];
}

/** Names that a statement quotes, and the text without them and without placeholders. */
const LITERAL = /'[^']*'/g;
const FIXED_LITERALS: Record<DialectName, readonly string[]> = {
  duckdb: ["'month'", "'0001-01-01'"],
  googlesql: ["'0001-01-01'"],
};

describe.each(['duckdb', 'googlesql'] as const)('the SQL of %s', (dialect) => {
  it('holds no value in its text', () => {
    for (const { sql } of statements(dialect)) {
      for (const [literal] of sql.matchAll(LITERAL)) expect(FIXED_LITERALS[dialect]).toContain(literal);
      expect(sql).not.toMatch(/Resolved|Escalated|2025/);
    }
  });

  it('has a place for each parameter, and a parameter for each place', () => {
    const { placeholder } = dialectNamed(dialect);
    for (const { sql, params } of statements(dialect)) {
      const places = new Set(sql.match(/[$@]p?\d+/g) ?? []);
      expect([...places].sort()).toEqual(params.map((_, index) => placeholder(index + 1)).sort());
    }
  });
});

describe('DuckDB', () => {
  it('binds every statement', async () => {
    for (const { sql, params } of statements('duckdb')) {
      await source.connection.runAndReadAll(`EXPLAIN ${sql}`, [...params]);
    }
  });
});

describe('identifiers', () => {
  it.each<[DialectName, string, string]>([
    ['duckdb', 'a"b', '"a""b"'],
    ['googlesql', 'a`b\\', '`a\\`b\\\\`'],
  ])('are quoted in %s', (dialect, name, quoted) => {
    expect(dialectNamed(dialect).quote(name)).toBe(quoted);
  });
});
