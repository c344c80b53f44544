import { answerQuestion } from '../../metrics/answer.ts';
import { answerTable } from '../answer-table.ts';
import { AnswerSchema } from '../schema/answer.ts';
import { asQuestion, QuestionSchema } from '../schema/question.ts';
import { sourceOf } from '../source.ts';
import { tableRoute } from '../table-route.ts';

export const queryRoute = tableRoute({
  path: '/query',
  access: 'viewer',
  summary: 'Ask for metrics, by dimensions, of the sessions that filters leave',
  body: QuestionSchema,
  answer: AnswerSchema,
  asQuestion,
  read: async (services, question) => answerQuestion(question, await sourceOf(services)),
  table: answerTable,
});
