import { contextOf } from '../../metrics/turns/context.ts';
import { intentsStatement } from '../../metrics/turns/intents.ts';
import type { IntentsAnswer, IntentsQuestion } from '../api.ts';
import type { Services } from '../app.ts';
import { integers, numbers, texts } from '../file-table.ts';
import { IntentsAnswerSchema, IntentsQuestionSchema, LOW_BELOW } from '../schema/turns.ts';
import { sourceOf } from '../source.ts';
import { tableRoute } from '../table-route.ts';

export const intentsRoute = tableRoute({
  path: '/turns/intents',
  access: 'viewer',
  summary: 'Judged caller turns of the bot leg by the intent that was heard in them',
  body: IntentsQuestionSchema,
  answer: IntentsAnswerSchema,
  asQuestion: (body): IntentsQuestion => body,
  read,
  table: ({ intents }, { below = LOW_BELOW }) => ({
    title: 'Intents',
    columns: [
      ...texts('intent'),
      ...integers('turns', 'scored'),
      ...numbers('mean_confidence'),
      ...integers(`scored_below_${below}`),
    ],
    rows: intents.map(({ intent, turns, scored, mean_confidence, low }) => [
      intent ?? '(none)',
      turns,
      scored,
      mean_confidence,
      low,
    ]),
    notes: ['Customer turns of the bot leg where detection said yes or no.'],
  }),
});

const MICROS = 1_000_000;

async function read(services: Services, question: IntentsQuestion): Promise<IntentsAnswer> {
  const source = await sourceOf(services);
  const { below = LOW_BELOW, ...scope } = question;
  const rows = await source.query(intentsStatement(scope, below, contextOf(source)));
  const intents = rows.map((row) => ({
    intent: row.intent === null ? null : String(row.intent),
    turns: Number(row.turns),
    scored: Number(row.scored),
    mean_confidence: Number(row.scored) === 0 ? null : Number(row.micros) / Number(row.scored) / MICROS,
    low: Number(row.low),
  }));
  return { intents, dataVersion: source.extent.dataVersion };
}
