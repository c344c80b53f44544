import type { RateValue } from '../../../src/server/api.ts';
import { bucketName, count, orNone, percent } from './format.ts';
import { outcomeColumns, type Page, type TopicRow } from './page.ts';

/** A chart as a table: column heads, and rows whose first cell is their name. */
export interface Twin {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const RATE_COLUMNS = ['Resolution rate', 'Low', 'High', 'Resolved', 'n'];
const rateCells = (rate: RateValue): string[] => [
  ...[rate.value, rate.low, rate.high].map(percent),
  ...[rate.numerator, rate.denominator].map(count),
];

/** Sorted by the rate; a topic without one comes last. */
export const barRows = (topics: readonly TopicRow[]): TopicRow[] =>
  [...topics].sort((a, b) => (b.resolution.value ?? -1) - (a.resolution.value ?? -1));

export const timeTwin = ({ points, grain }: Page): Twin => ({
  columns: [grain === 'day' ? 'Day' : grain === 'week' ? 'Week' : 'Month', ...RATE_COLUMNS],
  rows: points.map((point) => [
    bucketName(point.start, grain) + (point.partial ? ' (not whole)' : ''),
    ...rateCells(point.rate),
  ]),
});

export const topicTwin = (rows: readonly TopicRow[]): Twin => ({
  columns: ['Topic', ...RATE_COLUMNS],
  rows: rows.map((row) => [orNone(row.topic), ...rateCells(row.resolution)]),
});

export function outcomeTwin(topics: readonly TopicRow[]): Twin {
  const statuses = outcomeColumns(topics);
  const cells = (row: TopicRow) =>
    statuses.flatMap((status) => {
      const rate = row.outcomes.get(status);
      return [count(rate?.numerator ?? 0), percent(rate?.value ?? null)];
    });
  return {
    columns: ['Topic', 'Calls', ...statuses.flatMap((status) => [status ?? 'No status', '%'])],
    rows: topics.map((row) => [orNone(row.topic), count(row.sessions), ...cells(row)]),
  };
}
