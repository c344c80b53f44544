import { SESSIONS_COLUMN } from './aggregates.ts';
import type { Compiled } from './compile.ts';
import { keyColumn } from './key.ts';
import type { Histogram } from './measure/measure.ts';
import type { MetricValue, Scalar } from './question.ts';
import type { Scan } from './scan.ts';
import type { Row, Source, Statement } from './source.ts';

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
  const query = (statement: Statement) => source.query(statement);
  const [counted, listed] = await Promise.all([
    Promise.all(scan.aggregates.map(query)),
    Promise.all([...scan.histograms.values()].map(query)),
  ]);
  const histograms = new Map(
    [...scan.histograms.keys()].map((column, index) => [
      column,
      histogramsByGroup(listed[index] ?? [], size),
    ]),
  );
  return new Map(
    [...rowsByGroup(counted, size)].map(([id, integers]) => {
      const own = [...histograms].map(([column, groups]) => [column, groups.get(id) ?? []] as const);
      return [id, { raw: rawOf(integers, size), integers, histograms: new Map(own) }];
    }),
  );
}

/** What several statements count of one group, in one row. */
function rowsByGroup(counted: readonly (readonly Row[])[], size: number): Map<string, Row> {
  const groups = new Map<string, Row>();
  for (const row of counted.flat()) {
    const id = JSON.stringify(rawOf(row, size));
    groups.set(id, { ...groups.get(id), ...row });
  }
  return groups;
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
