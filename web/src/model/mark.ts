import type { Filter, SessionsQuestion } from '../../../src/server/api.ts';
import { clip } from './buckets.ts';
import { bucketEnd, type Grain, type LocalDate } from './dates.ts';
import { bucketName, orNone } from './format.ts';
import type { PageScope } from './scope.ts';

export const KPI_NAMES = [
  'customers',
  'sessions',
  'resolution_rate',
  'escalation_rate',
  'avg_call_duration',
] as const;
export type KpiName = (typeof KPI_NAMES)[number];
export const STATUSES = ['Resolved', 'Escalated', 'Abandoned'] as const;
export type Status = (typeof STATUSES)[number];
export type Part = 'numerator' | 'denominator';

/** A number on the page that opens its calls. */
export interface Mark {
  readonly metric: KpiName;
  readonly part?: Part;
  readonly bucket?: { readonly grain: Grain; readonly start: LocalDate };
  /** null is "(none)". */
  readonly topic?: string | null;
  readonly status?: Status | null;
}

export const isRate = (metric: KpiName): boolean =>
  metric === 'resolution_rate' || metric === 'escalation_rate';

function whereOf(mark: Mark): Filter[] {
  const where: Filter[] = [];
  if (mark.topic !== undefined) where.push({ field: 'topic_name', op: 'in', values: [mark.topic] });
  if (mark.status !== undefined) where.push({ field: 'resolution_status', op: 'in', values: [mark.status] });
  return where;
}

/** The question whose answer is exactly the calls behind the mark. */
export function callsOf(mark: Mark, scope: PageScope): SessionsQuestion {
  const { grain, start } = mark.bucket ?? {};
  const span = grain && start ? clip({ from: start, to: bucketEnd(start, grain) }, scope) : scope;
  const behind = { metric: mark.metric, part: mark.part ?? 'numerator' };
  return {
    from: span.from,
    to: span.to,
    timeZone: scope.timeZone,
    where: [...scope.where, ...whereOf(mark)],
    ...(mark.metric === 'sessions' ? {} : { behind }),
  };
}

const NOUNS: Record<KpiName, Record<Part, string>> = {
  customers: { numerator: 'Calls with a known customer', denominator: 'Calls with a known customer' },
  sessions: { numerator: 'All calls', denominator: 'All calls' },
  resolution_rate: { numerator: 'Resolved calls', denominator: 'Calls with a status' },
  escalation_rate: { numerator: 'Escalated calls', denominator: 'Calls with a status' },
  avg_call_duration: { numerator: 'Calls with a duration', denominator: 'Calls with a duration' },
};

function noun(mark: Mark): string {
  if (mark.status === null) return 'Calls without a status';
  if (mark.status !== undefined) return `${mark.status} calls`;
  return NOUNS[mark.metric][mark.part ?? 'numerator'];
}

/** Heading of the list, as in "Resolved calls · Payment Issue · Jul 2025". */
export function titleOf(mark: Mark): string {
  const parts = [noun(mark)];
  if (mark.topic !== undefined) parts.push(mark.topic === null ? 'topic (none)' : orNone(mark.topic));
  if (mark.bucket) parts.push(bucketName(mark.bucket.start, mark.bucket.grain));
  return parts.join(' · ');
}
