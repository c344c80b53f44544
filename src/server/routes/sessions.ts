import { compileSessions, pageOf } from '../../metrics/sessions.ts';
import type { SessionSummary, SessionsAnswer, SessionsQuestion } from '../api.ts';
import type { AddRoutes, Services } from '../app.ts';
import { rowsAs } from '../rows.ts';
import { asSessionsQuestion, SessionsAnswerSchema, SessionsQuestionSchema } from '../schema/sessions.ts';
import { responses } from '../schema/shared.ts';
import { inZone, sourceOf } from '../source.ts';

const DEFAULT_LIMIT = 50;

export const sessionsRoute: AddRoutes = (app, services) => {
  const schema = {
    summary: 'List the sessions that filters leave, or those behind a number; newest first, page by page',
    body: SessionsQuestionSchema,
    response: responses(SessionsAnswerSchema),
  };
  app.post('/sessions', { schema }, ({ body }) =>
    listSessions(services, inZone(asSessionsQuestion(body), services)),
  );
};

async function listSessions(services: Services, question: SessionsQuestion): Promise<SessionsAnswer> {
  const { limit = DEFAULT_LIMIT } = question;
  const source = await sourceOf(services);
  const statements = compileSessions(question, { ...question, limit }, source);
  const [rows, totals] = await Promise.all([
    services.warehouse.query(statements.page),
    services.warehouse.query(statements.total),
  ]);
  return {
    ...pageOf(rowsAs<SessionSummary>(rows), limit),
    total: Number(totals[0]?.total ?? 0),
    dataVersion: source.extent.dataVersion,
  };
}
