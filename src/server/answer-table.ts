import type { Answer, AnswerRow, MetricValue, Question } from '../metrics/question.ts';
import { METRICS_BY_NAME } from '../metrics/registry.ts';
import { type Cell, type FileColumn, type FileTable, texts } from './file-table.ts';

/** The columns of one metric: its value, its interval, and what it was counted from. */
const PARTS = ['value', 'low', 'high', 'numerator', 'denominator', 'n', 'immature'] as const;

const partOf = (value: MetricValue | undefined, part: string): Cell => {
  const cell = (value as Readonly<Record<string, unknown>> | undefined)?.[part];
  return typeof cell === 'number' ? cell : null;
};

/** An answer as a table: a row a group, and of each metric the columns that it has anywhere. */
export function answerTable(answer: Answer, question: Question): FileTable {
  const by = question.by ?? [];
  const columns = question.metrics.flatMap((metric) => columnsOf(metric, answer.rows));
  return {
    title: [question.metrics.join(' '), ...by].join(' by '),
    columns: [...texts(...by), ...columns.map(({ name, type }) => ({ name, type }))],
    rows: answer.rows.map((row) => [
      ...by.map((dimension) => row.key[dimension] ?? '(none)'),
      ...columns.map(({ read }) => read(row)),
    ]),
    scope: question,
    dataVersion: answer.dataVersion,
    notes: question.metrics.map((name) => `${name}: ${METRICS_BY_NAME.get(name)?.description ?? ''}`),
  };
}

interface Column extends FileColumn {
  readonly read: (row: AnswerRow) => Cell;
}

function columnsOf(metric: string, rows: readonly AnswerRow[]): Column[] {
  const own = PARTS.map(
    (part): Column => ({
      name: part === 'value' ? metric : `${metric}_${part}`,
      type: isCounted(metric, part) ? 'integer' : 'number',
      read: (row) => partOf(row.values[metric], part),
    }),
  );
  const type = isCounted(metric, 'value') ? 'integer' : 'number';
  const compared: Column[] = [
    { name: `${metric}_previous`, type, read: (row) => partOf(row.previous?.[metric], 'value') },
    { name: `${metric}_change`, type, read: (row) => row.change?.[metric]?.value ?? null },
  ];
  const isThere = ({ name, read }: Column) => name === metric || rows.some((row) => read(row) !== null);
  return [...own, ...compared].filter(isThere);
}

function isCounted(metric: string, part: (typeof PARTS)[number]): boolean {
  if (part === 'low' || part === 'high') return false;
  return part !== 'value' || METRICS_BY_NAME.get(metric)?.kind === 'count';
}
