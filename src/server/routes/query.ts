import { answerQuestion } from '../../metrics/answer.ts';
import type { AddRoutes } from '../app.ts';
import { AnswerSchema } from '../schema/answer.ts';
import { asQuestion, QuestionSchema } from '../schema/question.ts';
import { responses } from '../schema/shared.ts';
import { inZone, sourceOf } from '../source.ts';

export const queryRoute: AddRoutes = (app, services) => {
  const schema = {
    summary: 'Ask for metrics, by dimensions, of the sessions that filters leave',
    body: QuestionSchema,
    response: responses(AnswerSchema),
  };
  app.post('/query', { schema }, async ({ body }) =>
    answerQuestion(inZone(asQuestion(body), services), await sourceOf(services)),
  );
};
