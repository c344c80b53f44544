import { timestampLiteral } from './literal.ts';

const DAY_MS = 86_400_000;
/** More would make a script of megabytes; the nearest ones are joined then. */
const MOST_RANGES = 400;

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * A condition by which BigQuery reads and writes the partitions of the given days alone. It is made of constants: a
 * partition is never left out for what a subquery says.
 * @param days ISO 8601, any order; none: the condition holds for no row
 */
export function withinDays(column: string, days: readonly string[]): string {
  const ranges = joined([...new Set(days.map(dayOf))].sort((a, b) => a - b));
  if (ranges.length === 0) ranges.push({ fromMs: 0, toMs: 0 });
  const pieces = ranges.map(({ fromMs, toMs }) => `(${column} >= ${at(fromMs)} AND ${column} < ${at(toMs)})`);
  return `(${pieces.join(' OR ')})`;
}

const dayOf = (iso: string): number => Math.floor(Date.parse(iso) / DAY_MS) * DAY_MS;
const at = (ms: number): string => timestampLiteral(new Date(ms).toISOString());

function joined(days: readonly number[]): Range[] {
  const gaps = days.slice(1).map((day, index) => day - (days[index] ?? day));
  const limit = [...gaps].sort((a, b) => b - a)[MOST_RANGES - 1] ?? DAY_MS;
  const ranges: Range[] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    const isNear = last !== undefined && day - last.toMs + DAY_MS <= Math.max(limit, DAY_MS);
    if (isNear) ranges[ranges.length - 1] = { fromMs: last.fromMs, toMs: day + DAY_MS };
    else ranges.push({ fromMs: day, toMs: day + DAY_MS });
  }
  return ranges;
}
