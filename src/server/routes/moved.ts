import { answerQuestion } from '../../metrics/answer.ts';
import { movedOf } from '../../metrics/moved.ts';
import { METRICS_BY_NAME } from '../../metrics/registry.ts';
import { named, usage } from '../../metrics/usage.ts';
import type { MovedAnswer, MovedQuestion } from '../api.ts';
import type { Services } from '../app.ts';
import { integers, numbers, texts } from '../file-table.ts';
import { asMovedQuestion, MovedAnswerSchema, MovedQuestionSchema } from '../schema/associations.ts';
import { sourceOf } from '../source.ts';
import { tableRoute } from '../table-route.ts';

export const movedRoute = tableRoute({
  path: '/moved',
  access: 'viewer',
  summary: 'What moved a rate or a mean between two periods, by the segments of a dimension',
  body: MovedQuestionSchema,
  answer: MovedAnswerSchema,
  asQuestion: asMovedQuestion,
  read,
  table: ({ rows, change }, { metric, by }) => ({
    title: `What moved ${metric} by ${by}`,
    columns: [
      ...texts(by),
      ...numbers('weight', 'weight_before', metric, `${metric}_before`),
      ...integers('n', 'n_before'),
      ...numbers('mix', 'rate', 'together'),
    ],
    rows: rows.map((row) => [
      row.key ?? '(none)',
      row.weight,
      row.weightBefore,
      row.value,
      row.valueBefore,
      row.n,
      row.nBefore,
      row.mix,
      row.rate,
      row.mix + row.rate,
    ]),
    notes: [
      `mix and rate sum to the change, ${change ?? 'unknown'}.`,
      'mix = Δw·(mean r − mean R), rate = (mean w)·Δr; w is the share of the denominator, r the rate, R the rate of all.',
    ],
  }),
});

async function read(services: Services, question: MovedQuestion): Promise<MovedAnswer> {
  const { metric, by, compare = 'previous_period', ...scope } = question;
  const { kind } = named('metric', METRICS_BY_NAME, metric);
  if (kind !== 'rate' && kind !== 'mean') {
    throw usage('bad_question', `${metric} is a ${kind}: only a rate or a mean can be split.`);
  }
  const answer = await answerQuestion(
    { ...scope, metrics: [metric], by: [by], compare },
    await sourceOf(services),
  );
  return {
    ...movedOf(answer, by, metric),
    ...(answer.previousPeriod && { previousPeriod: answer.previousPeriod }),
    dataVersion: answer.dataVersion,
  };
}
