import { associations } from '../../metrics/associations/associations.ts';
import { VARIABLES } from '../../metrics/associations/variables.ts';
import type { Scope } from '../../metrics/question.ts';
import type { AssociationsAnswer } from '../api.ts';
import type { Services } from '../app.ts';
import { integers, numbers, texts } from '../file-table.ts';
import { AssociationsAnswerSchema, AssociationsQuestionSchema } from '../schema/associations.ts';
import { sourceOf } from '../source.ts';
import { tableRoute } from '../table-route.ts';

export const associationsRoute = tableRoute({
  path: '/associations',
  access: 'viewer',
  summary: 'How far any two of outcomes, durations, recognition, sentiment and the like go together',
  body: AssociationsQuestionSchema,
  answer: AssociationsAnswerSchema,
  asQuestion: (body): Scope => body,
  read,
  table: ({ pairs }) => ({
    title: 'Associations',
    columns: [...texts('one', 'other', 'measure'), ...numbers('value'), ...integers('n')],
    rows: pairs.map(({ one, other, measure, value, n }) => [one, other, measure, value, n]),
    notes: [
      'Of the calls that have both. They show no causes.',
      'cramers_v is corrected for its bias, has no sign, and is on a scale of its own.',
      ...VARIABLES.map(({ name, description }) => `${name}: ${description}`),
    ],
  }),
});

async function read(services: Services, scope: Scope): Promise<AssociationsAnswer> {
  const source = await sourceOf(services);
  const pairs = await associations(scope, source);
  const variables = VARIABLES.map(({ name, label, kind, description }) => ({
    name,
    label,
    kind,
    description,
  }));
  return { variables, pairs, dataVersion: source.extent.dataVersion };
}
