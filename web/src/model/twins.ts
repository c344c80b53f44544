import type { RateValue } from '../../../src/server/api.ts';
import { bucketName, count, percent } from './format.ts';
import { outcomeColumns, outcomeSums, type Page, type TopicRow } from './page.ts';

/** Its name, null for a missing one, and its numbers. */
export type TwinRow = readonly [name: string | null, ...cells: string[]];

/** A chart as a table: column heads, and rows whose first cell is their name. */
export interface Twin {
  readonly columns: readonly string[];
  readonly rows: readonly TwinRow[];
  /** Of all rows together. */
  readonly total: readonly string[];
}

const RATE_COLUMNS = ['Rate', '95 % low', '95 % high', 'Resolved', 'n'];
const rateCells = (rate: RateValue): string[] => [
  ...[rate.value, rate.low, rate.high].map(percent),
  ...[rate.numerator, rate.denominator].map(count),
];

/** Sorted by the rate; a topic without one comes last. */
export const barRows = (topics: readonly TopicRow[]): TopicRow[] =>
  [...topics].sort((a, b) => (b.resolution.value ?? -1) - (a.resolution.value ?? -1));

export const timeTwin = ({ points, grain, overall }: Page): Twin => ({
  columns: [grain === 'day' ? 'Day' : grain === 'week' ? 'Week' : 'Month', ...RATE_COLUMNS],
  rows: points.map((point) => [
    bucketName(point.start, grain) + (point.partial ? ' (not whole)' : ''),
    ...rateCells(point.rate),
  ]),
  total: ['Whole period', ...rateCells(overall)],
});

export const topicTwin = ({ overall }: Page, rows: readonly TopicRow[]): Twin => ({
  columns: ['Topic', ...RATE_COLUMNS],
  rows: rows.map((row) => [row.topic, ...rateCells(row.resolution)]),
  total: ['All topics', ...rateCells(overall)],
});

export function outcomeTwin({ topics, sessions }: Page): Twin {
  const statuses = outcomeColumns(topics);
  const sums = outcomeSums(topics, statuses);
  const cells = (row: TopicRow) =>
    statuses.flatMap((status) => {
      const rate = row.outcomes.get(status);
      return [count(rate?.numerator ?? 0), percent(rate?.value ?? null)];
    });
  return {
    columns: ['Topic', 'Calls', ...statuses.flatMap((status) => [status ?? 'No status', '%'])],
    rows: topics.map((row) => [row.topic, count(row.sessions), ...cells(row)]),
    total: [
      'All topics',
      count(sessions),
      ...sums.flatMap((sum) => [count(sum.numerator), percent(sum.value)]),
    ],
  };
}
