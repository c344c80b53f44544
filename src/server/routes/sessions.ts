import { compileSessions, pageOf, type SessionStatements } from '../../metrics/sessions.ts';
import type { Row, Source } from '../../metrics/source.ts';
import type { SessionSummary, SessionsAnswer, SessionsQuestion } from '../api.ts';
import type { Services } from '../app.ts';
import { integers, texts, times } from '../file-table.ts';
import { rowsAs } from '../rows.ts';
import { asSessionsQuestion, SessionsAnswerSchema, SessionsQuestionSchema } from '../schema/sessions.ts';
import { sourceOf } from '../source.ts';
import { tableRoute } from '../table-route.ts';

const DEFAULT_LIMIT = 50;
/** Rows of a file; more is for the warehouse itself. */
const MOST_IN_FILE = 100_000;

export const sessionsRoute = tableRoute({
  path: '/sessions',
  access: 'analyst',
  summary:
    'List the sessions that filters leave, or those behind a number, or that hold a text; page by page, or a random sample',
  body: SessionsQuestionSchema,
  answer: SessionsAnswerSchema,
  asQuestion: asSessionsQuestion,
  read,
  readAll(services, { cursor: _, ...question }) {
    // A sample is as large as it was asked for; of all others the file holds every page.
    const limit = question.sample === undefined ? MOST_IN_FILE : (question.limit ?? DEFAULT_LIMIT);
    return read(services, { ...question, limit });
  },
  table: ({ sessions, total }, { behind, holding, text, sample }) => ({
    title: 'Calls',
    columns: COLUMNS,
    rows: sessions.map((call) => COLUMNS.map(({ name }) => call[name as keyof SessionSummary])),
    notes: [
      ...(behind ? [`Behind ${behind.metric}, ${behind.part}.`] : []),
      ...(holding ? [`Holding ${JSON.stringify(holding)}.`] : []),
      ...(text === undefined ? [] : [`With the text ${text}.`]),
      ...(sample === undefined ? [] : [`A random sample, seed ${sample}.`]),
      ...(total > sessions.length ? [`${sessions.length} of ${total} calls.`] : []),
    ],
  }),
});

const COLUMNS = [
  ...texts('session_id', 'customer_id'),
  ...times('call_start_time'),
  ...integers('call_duration_sec'),
  ...texts('topic_type', 'topic_name', 'initial_intent', 'resolution_status', 'customer_sentiment'),
  ...texts('ivr_outcome_code'),
  ...integers('customer_turns'),
];

async function read(services: Services, question: SessionsQuestion): Promise<SessionsAnswer> {
  const { limit = DEFAULT_LIMIT } = question;
  const source = await sourceOf(services);
  const statements = compileSessions(question, { ...question, limit }, source);
  const [rows, total] = readsTurns(question)
    ? await readPageFirst(source, statements, limit)
    : await Promise.all([readPage(source, statements), readTotal(source, statements)]);
  return {
    ...pageOf(rowsAs<SessionSummary>(rows), { ...question, limit }),
    total,
    dataVersion: source.extent.dataVersion,
  };
}

/** Of a first page that looks into each call, and of which all may be on it. */
const readsTurns = ({ text, holding, cursor, sample }: SessionsQuestion): boolean =>
  (text !== undefined || holding !== undefined) && cursor === undefined && sample === undefined;

/** One reading of the turns instead of two: few calls are all on the page; of many, the newest are found long before the end. */
async function readPageFirst(
  source: Source,
  statements: SessionStatements,
  limit: number,
): Promise<[readonly Row[], number]> {
  const rows = await source.query(statements.page);
  return [rows, rows.length <= limit ? rows.length : await readTotal(source, statements)];
}

async function readPage(source: Source, { page, reach }: SessionStatements): Promise<readonly Row[]> {
  return source.query(reach ? reach.page(await source.query(reach.statement)) : page);
}

async function readTotal(source: Source, { total }: SessionStatements): Promise<number> {
  const [row] = await source.query(total);
  return Number(row?.total ?? 0);
}
