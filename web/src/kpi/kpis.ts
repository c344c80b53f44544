import type { Answer, ChangeValue, MetricInfo, MetricValue } from '../../../src/server/api.ts';
import type { Bucket } from '../model/buckets.ts';
import type { Grain } from '../model/dates.ts';
import { keyed, NO_VALUE, sizeOf } from '../model/values.ts';

export const KPI_NAMES = [
  'customers',
  'sessions',
  'resolution_rate',
  'escalation_rate',
  'avg_call_duration',
] as const;

export interface Kpi {
  readonly metric: MetricInfo;
  readonly value: MetricValue;
  readonly n: number;
  readonly was: number | null;
  readonly change: ChangeValue | null;
  /** A count whose period before is not whole: no change is shown. */
  readonly isCut: boolean;
  /** Whole buckets only: a cut one would look like a fall. */
  readonly spark: readonly (number | null)[];
}

interface Lines {
  readonly spark: Answer;
  readonly buckets: readonly Bucket[];
  readonly grain: Grain;
  readonly isCutBefore: boolean;
}

function sparkOf(metric: MetricInfo, { spark, buckets, grain }: Lines): (number | null)[] {
  const rows = keyed(spark, grain);
  return buckets
    .filter((bucket) => !bucket.partial)
    .map(({ start }) => rows.get(start)?.values[metric.name]?.value ?? (metric.kind === 'count' ? 0 : null));
}

/** The key figures of an answer without dimensions. */
export function kpiOf(
  metric: MetricInfo,
  answer: Answer,
  isCutBefore: boolean,
  spark: Kpi['spark'] = [],
): Kpi {
  const row = answer.rows[0];
  const value = row?.values[metric.name] ?? NO_VALUE;
  const change = row?.change?.[metric.name];
  const was = row?.previous?.[metric.name]?.value ?? null;
  const isCut = isCutBefore && metric.kind === 'count';
  const isKnown = change && change.value !== null && was !== null && !isCut;
  return { metric, value, n: sizeOf(value), was, change: isKnown ? change : null, isCut, spark };
}

export function kpisOf(answer: Answer, metrics: readonly MetricInfo[], lines: Lines): Kpi[] {
  return KPI_NAMES.flatMap((name) => {
    const metric = metrics.find((each) => each.name === name);
    if (!metric) return [];
    const kpi = kpiOf(metric, answer, lines.isCutBefore, sparkOf(metric, lines));
    // How many calls have a customer no answer on the page says: n is all calls, and is not shown.
    return [name === 'customers' ? { ...kpi, n: sizeOf(answer.rows[0]?.values.sessions ?? NO_VALUE) } : kpi];
  });
}
