import type { RateValue } from '../../../src/server/api.ts';
import { count, duration, percent } from './format.ts';
import type { Mark } from './mark.ts';
import type { Kpi, Page } from './page.ts';
import { isRateValue } from './values.ts';

/** How many calls the mark stands for, and what else it says. `calls` is null when the page does not know. */
export interface MarkNumber {
  readonly calls: number | null;
  readonly text: string;
}

const UNKNOWN: MarkNumber = { calls: null, text: '' };

function ofRate(rate: RateValue | undefined, mark: Mark): MarkNumber {
  if (!rate) return UNKNOWN;
  const [part, all] = [count(rate.numerator), count(rate.denominator)];
  if (mark.part !== 'denominator')
    return { calls: rate.numerator, text: `${percent(rate.value)} of the ${all} with a status` };
  const outcome = mark.metric === 'escalation_rate' ? 'escalated' : 'resolved';
  return { calls: rate.denominator, text: `of which ${part} ${outcome} (${percent(rate.value)})` };
}

function ofTopic(mark: Mark, page: Page): MarkNumber {
  const row = page.topics.find((each) => each.topic === mark.topic);
  if (!row) return UNKNOWN;
  if (mark.status === null) return { calls: row.outcomes.get(null)?.numerator ?? 0, text: '' };
  if (mark.status !== undefined) return ofRate(row.outcomes.get(mark.status), mark);
  if (mark.metric === 'resolution_rate') return ofRate(row.resolution, mark);
  if (mark.metric === 'escalation_rate') return ofRate(row.outcomes.get('Escalated'), mark);
  return mark.metric === 'sessions' ? { calls: row.sessions, text: '' } : UNKNOWN;
}

function ofKpi({ name, value, n }: Kpi, mark: Mark): MarkNumber {
  if (isRateValue(value)) return ofRate(value, mark);
  if (name === 'customers') return { calls: null, text: `from ${count(value.value ?? 0)} customers` };
  if (name === 'avg_call_duration') return { calls: n, text: `${duration(value.value)} on average` };
  return { calls: n, text: '' };
}

/** What the page itself says of a mark; the list of calls must come to the same total. */
export function markNumber(mark: Mark, page: Page): MarkNumber {
  if (mark.topic !== undefined) return ofTopic(mark, page);
  const { bucket, status } = mark;
  if (bucket) {
    const point = page.points.find((each) => each.start === bucket.start);
    const shown = mark.metric === 'resolution_rate' && page.grain === bucket.grain;
    return shown ? ofRate(point?.rate, mark) : UNKNOWN;
  }
  if (status !== undefined) {
    const calls = page.topics.reduce((sum, row) => sum + (row.outcomes.get(status)?.numerator ?? 0), 0);
    return { calls, text: '' };
  }
  const kpi = page.kpis.find((each) => each.name === mark.metric);
  return kpi ? ofKpi(kpi, mark) : UNKNOWN;
}
