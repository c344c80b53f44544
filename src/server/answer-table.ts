import type { Answer, AnswerRow, MetricValue, Question } from '../metrics/question.ts';
import { METRICS_BY_NAME } from '../metrics/registry.ts';
import type { CsvCell, CsvTable } from './csv.ts';

/** The columns of one metric: its value, its interval, and what it was counted from. */
const PARTS = ['value', 'low', 'high', 'numerator', 'denominator', 'n', 'immature'] as const;

const partOf = (value: MetricValue | undefined, part: string): CsvCell => {
  const cell = (value as Readonly<Record<string, unknown>> | undefined)?.[part];
  return typeof cell === 'number' ? cell : null;
};

/** An answer as a table: a row a group, and of each metric the columns that it has anywhere. */
export function answerTable(answer: Answer, question: Question): CsvTable {
  const by = question.by ?? [];
  const columns = question.metrics.flatMap((metric) => columnsOf(metric, answer.rows));
  return {
    title: [question.metrics.join(' '), ...by].join(' by '),
    columns: [...by, ...columns.map(({ name }) => name)],
    rows: answer.rows.map((row) => [
      ...by.map((dimension) => row.key[dimension] ?? '(none)'),
      ...columns.map(({ read }) => read(row)),
    ]),
    scope: question,
    dataVersion: answer.dataVersion,
    notes: question.metrics.map((name) => `${name}: ${METRICS_BY_NAME.get(name)?.description ?? ''}`),
  };
}

interface Column {
  readonly name: string;
  readonly read: (row: AnswerRow) => CsvCell;
}

function columnsOf(metric: string, rows: readonly AnswerRow[]): Column[] {
  const own = PARTS.map(
    (part): Column => ({
      name: part === 'value' ? metric : `${metric}_${part}`,
      read: (row) => partOf(row.values[metric], part),
    }),
  );
  const compared: Column[] = [
    { name: `${metric}_previous`, read: (row) => partOf(row.previous?.[metric], 'value') },
    { name: `${metric}_change`, read: (row) => row.change?.[metric]?.value ?? null },
  ];
  const isThere = ({ name, read }: Column) => name === metric || rows.some((row) => read(row) !== null);
  return [...own, ...compared].filter(isThere);
}
