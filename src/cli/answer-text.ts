import type { Answer, AnswerRow, MetricInfo, MetricValue } from '../server/api.ts';
import { type TableColumn, textTable } from './table.ts';
import { dim, plain, type Terminal } from './terminal.ts';
import { formatChange, formatCount, formatValue, NO_VALUE, sampleSize, type Unit } from './values.ts';

/** Below this a value says little, and is greyed. */
const FEW = 30;

/** One JSON line per group: the group's key, then each metric's value; with a comparison also `previous` and `change`. */
export function answerLines({ rows }: Answer): string[] {
  return rows.map((row) => `${JSON.stringify({ ...row.key, ...metricsOf(row) })}\n`);
}

function metricsOf({ values, previous, change }: AnswerRow): Record<string, unknown> {
  const metrics = Object.entries(values).map(([name, value]) => [
    name,
    {
      ...value,
      ...(previous?.[name] && { previous: previous[name] }),
      ...(change?.[name] && { change: change[name] }),
    },
  ]);
  return Object.fromEntries(metrics);
}

/** The answer for a person: keys left, numbers right, n beside every rate and mean. */
export function answerTable(
  { rows }: Answer,
  by: readonly string[],
  metrics: readonly MetricInfo[],
  terminal: Pick<Terminal, 'hasColour'>,
): string {
  const isCompared = rows.some((row) => row.change !== undefined);
  const groups = metrics.map((metric) => metricColumns(metric, partNames(rows, metric.name), isCompared));
  const columns: TableColumn[] = [
    ...by.map((head) => ({ head, align: 'left' as const })),
    ...groups.flatMap(({ heads }) => heads.map((head) => ({ head, align: 'right' as const }))),
  ];
  const lines = rows.map((row) => [
    ...by.map((name) => plain(String(row.key[name] ?? '(none)'))),
    ...groups.flatMap(({ cells }) => greyed(cells(row), terminal)),
  ]);
  return textTable(columns, lines);
}

interface MetricCells {
  readonly texts: readonly string[];
  readonly isFew: boolean;
}

interface MetricColumns {
  readonly heads: readonly string[];
  cells(row: AnswerRow): MetricCells;
}

/** A metric that is always shown split brings its parts along. */
function partNames(rows: readonly AnswerRow[], metric: string): string[] {
  return Object.keys(partsOf(rows[0]?.values[metric]));
}

function partsOf(value: MetricValue | undefined): Readonly<Record<string, number>> {
  return value && 'parts' in value ? (value.parts ?? {}) : {};
}

function metricColumns(
  { name, unit, kind }: MetricInfo,
  parts: readonly string[],
  isCompared: boolean,
): MetricColumns {
  const hasSample = kind !== 'count';
  return {
    heads: [name, ...(hasSample ? ['n'] : []), ...parts, ...(isCompared ? ['change'] : [])],
    cells: (row) => {
      const value = row.values[name];
      const n = value && sampleSize(value);
      const change = row.change?.[name];
      const sample = hasSample ? [n === undefined ? NO_VALUE : formatCount(n)] : [];
      const split = parts.map((part) => formatCount(partsOf(value)[part] ?? 0));
      const changed = isCompared ? [change ? formatChange(change, unit) : NO_VALUE] : [];
      return {
        texts: [valueText(value, unit), ...sample, ...split, ...changed],
        isFew: n !== undefined && n < FEW,
      };
    },
  };
}

function greyed({ texts, isFew }: MetricCells, terminal: Pick<Terminal, 'hasColour'>) {
  return isFew ? texts.map((text) => dim(text, terminal)) : texts;
}

function valueText(value: MetricValue | undefined, unit: Unit): string {
  return value === undefined ? NO_VALUE : formatValue(value.value, unit);
}
