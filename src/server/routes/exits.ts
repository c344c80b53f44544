import { wilson } from '../../metrics/intervals.ts';
import type { Scope } from '../../metrics/question.ts';
import type { Row } from '../../metrics/source.ts';
import { contextOf } from '../../metrics/turns/context.ts';
import { exitStatements } from '../../metrics/turns/exits.ts';
import type { ExitsAnswer, RateValue } from '../api.ts';
import type { Services } from '../app.ts';
import { integers, numbers, texts } from '../file-table.ts';
import { ExitsAnswerSchema, ExitsQuestionSchema } from '../schema/turns.ts';
import { sourceOf } from '../source.ts';
import { tableRoute } from '../table-route.ts';

export const exitsRoute = tableRoute({
  path: '/turns/exits',
  access: 'viewer',
  summary: 'Prompts after which calls are given up, or handed over',
  body: ExitsQuestionSchema,
  answer: ExitsAnswerSchema,
  asQuestion: (body): Scope => body,
  read,
  table: ({ prompts }) => ({
    title: 'Where calls leave the bot',
    columns: [
      ...texts('prompt_id'),
      ...integers('heard', 'abandoned'),
      ...numbers('abandoned_share'),
      ...integers('escalated'),
      ...numbers('escalated_share'),
    ],
    rows: prompts.map(({ prompt_id, heard, abandoned, escalated }) => [
      prompt_id,
      heard,
      abandoned.numerator,
      abandoned.value,
      escalated.numerator,
      escalated.value,
    ]),
    notes: [
      'Given up after the last prompt that was played; handed over after the prompt that the caller answered last.',
    ],
  }),
});

async function read(services: Services, scope: Scope): Promise<ExitsAnswer> {
  const source = await sourceOf(services);
  const statements = exitStatements(scope, contextOf(source));
  const [heard, left] = await Promise.all([source.query(statements.heard), source.query(statements.left)]);
  const ends = new Map(left.map((row) => [String(row.prompt_id), row]));
  const prompts = heard.map((row) => promptOf(String(row.prompt_id), Number(row.calls), ends));
  const leaving = ({ abandoned, escalated }: ExitsAnswer['prompts'][number]) =>
    abandoned.numerator + escalated.numerator;
  prompts.sort(
    (a, b) => leaving(b) - leaving(a) || b.heard - a.heard || (a.prompt_id < b.prompt_id ? -1 : 1),
  );
  return { prompts, dataVersion: source.extent.dataVersion };
}

function promptOf(
  prompt_id: string,
  heard: number,
  ends: ReadonlyMap<string, Row>,
): ExitsAnswer['prompts'][number] {
  const end = ends.get(prompt_id);
  const rate = (name: 'abandoned' | 'escalated') => rateOf(Number(end?.[name] ?? 0), heard);
  return { prompt_id, heard, abandoned: rate('abandoned'), escalated: rate('escalated') };
}

function rateOf(numerator: number, denominator: number): RateValue {
  const value = denominator === 0 ? null : numerator / denominator;
  return { value, numerator, denominator, ...wilson(numerator, denominator) };
}
