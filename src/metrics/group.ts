import type { Compiled } from './compile.ts';
import type { Histogram } from './measure/measure.ts';
import type { MetricValue, Scalar } from './question.ts';
import { keyColumn, type Scan, SESSIONS_COLUMN } from './scan.ts';
import type { Row, Source } from './source.ts';

/** The sessions that share a value of every dimension. */
export interface Group {
  /** Raw values of the dimensions, in their order; null is "(none)". */
  readonly raw: readonly (Scalar | null)[];
  readonly integers: Row;
  /** By column. */
  readonly histograms: ReadonlyMap<string, Histogram>;
}

export type Groups = ReadonlyMap<string, Group>;

export async function readGroups(scan: Scan, compiled: Compiled, source: Source): Promise<Groups> {
  const size = compiled.by.length;
  const [rows, ...listed] = await Promise.all([
    source.query(scan.aggregates),
    ...[...scan.histograms.values()].map((statement) => source.query(statement)),
  ]);
  const histograms = new Map(
    [...scan.histograms.keys()].map((column, index) => [
      column,
      histogramsByGroup(listed[index] ?? [], size),
    ]),
  );
  return new Map(
    rows.map((row) => {
      const raw = rawOf(row, size);
      const id = JSON.stringify(raw);
      const own = [...histograms].map(([column, groups]) => [column, groups.get(id) ?? []] as const);
      return [id, { raw, integers: row, histograms: new Map(own) }];
    }),
  );
}

function histogramsByGroup(rows: readonly Row[], size: number): Map<string, (readonly [number, number])[]> {
  const groups = new Map<string, (readonly [number, number])[]>();
  for (const row of rows) {
    const id = JSON.stringify(rawOf(row, size));
    const histogram = groups.get(id) ?? [];
    histogram.push([Number(row.value), Number(row.count)]);
    groups.set(id, histogram);
  }
  for (const histogram of groups.values()) histogram.sort(([a], [b]) => a - b);
  return groups;
}

function rawOf(row: Row, size: number): (Scalar | null)[] {
  return Array.from({ length: size }, (_, index) => {
    const cell = row[keyColumn(index)] ?? null;
    return typeof cell === 'boolean' ? String(cell) : cell;
  });
}

export function sessionsOf(group: Group | undefined): number {
  return Number(group?.integers[SESSIONS_COLUMN] ?? 0);
}

/** Every metric of the question over a group; over no sessions when there is no such group. */
export function valuesOf(group: Group | undefined, compiled: Compiled): Record<string, MetricValue> {
  return Object.fromEntries(
    compiled.asked.map(({ metric, measure, columns }) => {
      const integers = (name: string) => Number(group?.integers[columns.get(name) ?? ''] ?? 0);
      const histogram = group?.histograms.get(measure.histogramOf ?? '') ?? [];
      return [metric.name, measure.value(integers, histogram)];
    }),
  );
}
