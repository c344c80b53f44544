import type { Scope } from '../../metrics/question.ts';
import { CONFIDENCE_BINS, confidenceStatement } from '../../metrics/turns/confidence.ts';
import { contextOf } from '../../metrics/turns/context.ts';
import type { ConfidenceAnswer } from '../api.ts';
import type { Services } from '../app.ts';
import { integers, numbers } from '../file-table.ts';
import { ConfidenceAnswerSchema, ConfidenceQuestionSchema } from '../schema/turns.ts';
import { sourceOf } from '../source.ts';
import { tableRoute } from '../table-route.ts';

export const confidenceRoute = tableRoute({
  path: '/turns/confidence',
  access: 'viewer',
  summary: 'Scored caller turns of the bot leg by confidence and by how their call ended',
  body: ConfidenceQuestionSchema,
  answer: ConfidenceAnswerSchema,
  asQuestion: (body): Scope => body,
  read,
  table(answer) {
    const statuses = [...new Set(answer.bins.flatMap(({ turns }) => Object.keys(turns)))];
    return {
      title: 'Confidence by outcome',
      columns: [...numbers('confidence_from', 'confidence_to'), ...integers(...statuses)],
      rows: answer.bins.map(({ from, to, turns }) => [from, to, ...statuses.map((each) => turns[each] ?? 0)]),
      notes: ['Scored Customer turns of the bot leg, by how their call ended.'],
    };
  },
});

async function read(services: Services, scope: Scope): Promise<ConfidenceAnswer> {
  const source = await sourceOf(services);
  const rows = await source.query(confidenceStatement(scope, contextOf(source)));
  const bins = Array.from({ length: CONFIDENCE_BINS }, (_, bin) => ({
    from: bin / CONFIDENCE_BINS,
    to: (bin + 1) / CONFIDENCE_BINS,
    turns: Object.fromEntries(
      rows
        .filter((row) => Number(row.bin) === bin)
        .map((row) => [String(row.status ?? '(none)'), Number(row.turns)]),
    ),
  }));
  return { bins, dataVersion: source.extent.dataVersion };
}
