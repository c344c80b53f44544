import type { MetricInfo, MetricValue } from '../../../src/server/api.ts';
import type { Value } from './filters.ts';
import { count, DASH, orNone, percent } from './format.ts';
import { numberText, sizeNoun, valueText } from './metric.ts';
import { boundsOf, isRateValue, sizeOf } from './values.ts';

/** Its name, null for a missing one, and its numbers. */
export type TwinRow = readonly [name: string | null, ...cells: string[]];

/** A chart as a table: column heads, and rows whose first cell is their name. */
export interface Twin {
  readonly columns: readonly string[];
  readonly rows: readonly TwinRow[];
  /** Of all rows together. */
  readonly total?: readonly string[];
}

function columnsOf(metric: MetricInfo): string[] {
  if (metric.kind === 'count') return [metric.label];
  const noun = sizeNoun(metric);
  const sizes = metric.kind === 'rate' ? ['Counted', noun ? `Of ${noun}` : 'n'] : [`n ${noun}`.trim()];
  return [metric.label, '95 % low', '95 % high', ...sizes];
}

function cellsOf(metric: MetricInfo, value: MetricValue): string[] {
  if (metric.kind === 'count') return [valueText(metric, value)];
  const { low, high } = boundsOf(value);
  const sizes = isRateValue(value) ? [value.numerator, value.denominator] : [sizeOf(value)];
  const padded = metric.kind === 'rate' && sizes.length < 2 ? [0, ...sizes] : sizes;
  return [valueText(metric, value), numberText(metric, low), numberText(metric, high), ...padded.map(count)];
}

/** Of one metric over one axis. */
export function metricTwin(
  metric: MetricInfo,
  axis: string,
  marks: readonly { readonly name: string | null; readonly value: MetricValue }[],
  total?: { readonly name: string; readonly value: MetricValue },
): Twin {
  return {
    columns: [axis, ...columnsOf(metric)],
    rows: marks.map(({ name, value }) => [name, ...cellsOf(metric, value)]),
    ...(total && { total: [total.name, ...cellsOf(metric, total.value)] }),
  };
}

export interface CountRow {
  readonly name: Value;
  readonly all: number;
  readonly values: readonly MetricValue[];
}

/** Of counts and the shares beside them. */
export function sharesTwin(
  axis: string,
  heads: readonly string[],
  rows: readonly CountRow[],
  total: CountRow,
): Twin {
  const cells = ({ all, values }: CountRow) => [
    count(all),
    ...values.flatMap((value) =>
      isRateValue(value) ? [count(value.numerator), percent(value.value)] : [DASH, DASH],
    ),
  ];
  return {
    columns: [axis, 'Calls', ...heads.flatMap((head) => [head, '%'])],
    rows: rows.map((row) => [row.name, ...cells(row)]),
    total: [orNone(total.name), ...cells(total)],
  };
}
