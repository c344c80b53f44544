import type { CallersAnswer } from '../../../src/server/api.ts';
import { without } from '../model/scope.ts';
import type { Ask } from '../state/ask.ts';
import type { Context, ViewData } from '../state/context.ts';
import { type AxisData, loadAxis } from './axis.ts';
import { OUTCOME_METRICS, type Outcomes, outcomesOf } from './points.ts';

/** Each with the name of its panel. */
export const SEGMENTS = [
  { panel: 'ages', dimension: 'age_group', ordered: true },
  { panel: 'regions', dimension: 'region', ordered: false },
  { panel: 'plans', dimension: 'plan_type', ordered: false },
  { panel: 'tenures', dimension: 'tenure_band', ordered: true },
] as const;
/** The four charts share one switch. */
export const SEGMENT_SWITCH = 'segments';
export const SEGMENT_METRIC = 'resolution_rate';
export const REPEAT_METRIC = 'repeat_contact_rate_7d';

export interface CustomersData extends ViewData {
  readonly segments: readonly AxisData[];
  readonly known: Outcomes;
  readonly repeats: AxisData;
  readonly callers: CallersAnswer;
}

export async function loadCustomers(ask: Ask, context: Context): Promise<CustomersData> {
  const metrics = ['sessions', ...OUTCOME_METRICS.map(([, metric]) => metric)];
  const [sessions, known, repeats, callers, ...segments] = await Promise.all([
    ask.sessions(context.scope),
    ask.query({ ...without(context.scope, 'known_caller'), metrics, by: ['known_caller'] }),
    loadAxis(ask, context, { panel: 'repeats', dimension: 'topic_name', fallback: REPEAT_METRIC }),
    ask.post<CallersAnswer>('callers', context.scope),
    ...SEGMENTS.map(({ dimension }) =>
      loadAxis(ask, context, { panel: SEGMENT_SWITCH, dimension, fallback: SEGMENT_METRIC }),
    ),
  ]);
  return {
    sessions,
    segments: segments.map(byName),
    known: outcomesOf(known, 'known_caller'),
    repeats,
    callers,
  };
}

/** Bands of age come by calls, and read better from young to old. */
function byName(data: AxisData, index: number): AxisData {
  if (SEGMENTS[index]?.dimension !== 'age_group') return data;
  const points = [...data.points].sort((a, b) => (a.name ?? '\uffff').localeCompare(b.name ?? '\uffff'));
  return { ...data, points };
}
