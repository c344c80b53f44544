import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bigquerySchemas } from '../../src/contract/bigquery-schema.ts';
import { compile } from '../../src/metrics/compile.ts';
import type { Question } from '../../src/metrics/question.ts';
import type { Row, Source, Statement } from '../../src/metrics/source.ts';
import { duckdbSource, type TestSource } from '../metrics/duckdb-source.ts';
import { anyQuestion } from '../metrics/questions.ts';
import { drawSessions } from '../metrics/sessions.ts';
import { type Evaluator, startEvaluator } from './evaluator.ts';

const QUESTIONS = 500;
const sessions = drawSessions(300, 21);
const outdated = drawSessions(40, 22);
const compared = fc
  .tuple(anyQuestion, fc.constantFrom(undefined, 'previous_period' as const, 'previous_year' as const))
  .map(([question, compare]): Question => (compare ? { ...question, compare } : question));

let duckdb: TestSource;
let zetasql: Evaluator;
beforeAll(async () => {
  duckdb = await duckdbSource(sessions, outdated);
  zetasql = await startEvaluator('session_version', bigquerySchemas().session_version ?? [], [
    ...sessions.map((session) => ({ ...session, is_current: true })),
    ...outdated.map((session) => ({ ...session, is_current: false })),
  ]);
});
afterAll(() => zetasql.close());

type Ask = (statement: Statement) => Promise<readonly Row[]>;

/** A count of nothing may be null: it is read as 0. */
const numbered = ([name, cell]: [string, unknown]) => [name, name.startsWith('a') ? (cell ?? 0) : cell];

/** Every row of every statement of a question, in an order of its own. */
async function integersOf(question: Question, dialect: Source['dialect'], ask: Ask): Promise<string[][]> {
  const extent = { ...duckdb.extent, rollup: null };
  const { current, previous } = compile(question, { dialect, extent });
  const statements = [current, previous].flatMap((scan) =>
    scan === null ? [] : [...scan.aggregates, ...scan.histograms.values()],
  );
  const answers = await Promise.all(statements.map(ask));
  return answers.map((rows) =>
    rows.map((row) => JSON.stringify(Object.entries(row).map(numbered).sort())).sort(),
  );
}

it(`${QUESTIONS} random questions have the same integers in Google's own implementation as in DuckDB`, async () => {
  let rows = 0;
  await fc.assert(
    fc.asyncProperty(compared, async (question) => {
      const wanted = await integersOf(question, 'duckdb', (statement) => duckdb.query(statement));
      const found = await integersOf(question, 'googlesql', (statement) => zetasql.query(statement));
      expect(found).toEqual(wanted);
      rows += found.flat().length;
    }),
    { seed: 23, numRuns: QUESTIONS },
  );
  expect(rows).toBeGreaterThan(10 * QUESTIONS);
});
