import { callersStatement, MOST_CALLS } from '../../metrics/callers.ts';
import type { Scope } from '../../metrics/question.ts';
import { contextOf } from '../../metrics/turns/context.ts';
import type { CallersAnswer } from '../api.ts';
import type { Services } from '../app.ts';
import { integers } from '../file-table.ts';
import { CallersAnswerSchema, CallersQuestionSchema } from '../schema/turns.ts';
import { sourceOf } from '../source.ts';
import { tableRoute } from '../table-route.ts';

export const callersRoute = tableRoute({
  path: '/callers',
  access: 'viewer',
  summary: 'How many calls the customers have in the period',
  body: CallersQuestionSchema,
  answer: CallersAnswerSchema,
  asQuestion: (body): Scope => body,
  read,
  table: ({ callers }) => ({
    title: 'Calls of a customer',
    columns: integers('calls', 'customers', 'sessions'),
    rows: callers.map(({ calls, customers, sessions }) => [calls, customers, sessions]),
    notes: [`The row of ${MOST_CALLS} holds customers with more calls, too. Withheld numbers are in none.`],
  }),
});

async function read(services: Services, scope: Scope): Promise<CallersAnswer> {
  const source = await sourceOf(services);
  const rows = await source.query(callersStatement(scope, contextOf(source)));
  const callers = rows.map((row) => ({
    calls: Number(row.at_least),
    customers: Number(row.customers),
    sessions: Number(row.sessions),
  }));
  return { callers, most: MOST_CALLS, dataVersion: source.extent.dataVersion };
}
