import type { AnswerRow, CountValue, MeanValue, RateValue, Scope } from '../../src/server/api.ts';
import { byKey } from './read.ts';
import type { Site } from './site.ts';

const KPIS = ['customers', 'sessions', 'resolution_rate', 'escalation_rate', 'avg_call_duration'];
export const RATE_OF = {
  Resolved: 'resolution_rate',
  Escalated: 'escalation_rate',
  Abandoned: 'abandonment_rate',
} as const;
export type Status = keyof typeof RATE_OF;
export const STATUSES = Object.keys(RATE_OF) as Status[];

export const rateOf = (row: AnswerRow | undefined, metric: string) => row?.values[metric] as RateValue;
export const countOf = (row: AnswerRow | undefined, metric: string) =>
  (row?.values[metric] as CountValue | undefined)?.value ?? 0;
const nameOf = (row: AnswerRow, dimension: string) => String(row.key[dimension] ?? '(none)');

/** What the page must show for a scope, by the API: the same shape as `shownOn`. */
export async function expectedFor(site: Site, scope: Scope) {
  const metrics = [...Object.values(RATE_OF), 'sessions'];
  const [kpis, months, topics] = await Promise.all([
    site.ask({ ...scope, metrics: KPIS }),
    site.ask({ ...scope, metrics, by: ['month'] }),
    site.ask({ ...scope, metrics, by: ['topic_name'] }),
  ]);
  return {
    kpis: kpisIn(kpis.rows[0]),
    months: ratesIn(months.rows, 'month'),
    topics: ratesIn(topics.rows, 'topic_name'),
    cells: Object.fromEntries(
      topics.rows.flatMap((row) =>
        STATUSES.map((status) => [
          `${nameOf(row, 'topic_name')}, ${status}`,
          rateOf(row, RATE_OF[status]).numerator,
        ]),
      ),
    ),
  };
}

function kpisIn(row: AnswerRow | undefined) {
  const sessions = countOf(row, 'sessions');
  const rate = (metric: string) => ({
    value: rateOf(row, metric).value,
    n: rateOf(row, metric).denominator,
  });
  const duration = row?.values.avg_call_duration as MeanValue;
  return {
    customers: { value: countOf(row, 'customers'), n: sessions },
    sessions: { value: sessions, n: sessions },
    resolution_rate: rate('resolution_rate'),
    escalation_rate: rate('escalation_rate'),
    avg_call_duration: { value: duration.value, n: duration.n },
  };
}

const ratesIn = (rows: readonly AnswerRow[], dimension: string) =>
  byKey(
    rows.map((row) => {
      const { value, numerator, denominator } = rateOf(row, 'resolution_rate');
      return { key: nameOf(row, dimension), value, numerator, denominator };
    }),
  );
