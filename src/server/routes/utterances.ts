import { contextOf } from '../../metrics/turns/context.ts';
import { utteranceStatements } from '../../metrics/turns/utterances.ts';
import type { Utterance, UtterancesAnswer, UtterancesQuestion } from '../api.ts';
import type { Services } from '../app.ts';
import { integers, numbers, texts, times } from '../file-table.ts';
import { rowsAs } from '../rows.ts';
import { LOW_BELOW, UtterancesAnswerSchema, UtterancesQuestionSchema } from '../schema/turns.ts';
import { sourceOf } from '../source.ts';
import { tableRoute } from '../table-route.ts';

const DEFAULT_LIMIT = 50;
/** A file to read and to tune intents by; more is for the warehouse itself. */
const MOST_IN_FILE = 50_000;

export const utterancesRoute = tableRoute({
  path: '/turns/utterances',
  access: 'analyst',
  summary: 'What callers said that was not understood, not heard, or of low confidence; newest first',
  body: UtterancesQuestionSchema,
  answer: UtterancesAnswerSchema,
  asQuestion: (body): UtterancesQuestion => body,
  read,
  opened: ({ utterances }, { kind }) => ({ kind, rows: utterances.length }),
  readAll: (services, question) => read(services, { ...question, offset: 0, limit: MOST_IN_FILE }),
  table: ({ utterances, total }, { kind, below = LOW_BELOW }) => ({
    title: `Utterances ${kind}`,
    columns: [
      ...texts('session_id'),
      ...integers('turn_number'),
      ...times('call_start_time'),
      ...texts('said', 'asked', 'prompt_id'),
      ...numbers('confidence'),
      ...texts('topic_name', 'resolution_status'),
    ],
    rows: utterances.map((each) => [
      each.session_id,
      each.turn_number,
      each.call_start_time,
      each.text,
      each.asked,
      each.prompt_id,
      each.confidence,
      each.topic_name,
      each.resolution_status,
    ]),
    notes: [
      ...(kind === 'low_confidence' ? [`Scores below ${below}.`] : []),
      ...(total > utterances.length ? [`The newest ${utterances.length} of ${total}.`] : []),
    ],
  }),
});

async function read(services: Services, question: UtterancesQuestion): Promise<UtterancesAnswer> {
  const { kind, below = LOW_BELOW, text, offset = 0, limit = DEFAULT_LIMIT, ...scope } = question;
  const source = await sourceOf(services);
  const page = { kind, below, offset, limit, ...(text === undefined ? {} : { text }) };
  const statements = utteranceStatements(scope, page, contextOf(source));
  const [rows, totals] = await Promise.all([source.query(statements.page), source.query(statements.total)]);
  return {
    utterances: rowsAs<Utterance>(rows),
    total: Number(totals[0]?.total ?? 0),
    dataVersion: source.extent.dataVersion,
  };
}
