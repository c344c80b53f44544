import type { AnswerRow } from '../../../src/server/api.ts';
import { hourName, weekdayName, weekdays } from '../model/format.ts';
import { without } from '../model/scope.ts';
import { NO_VALUE } from '../model/values.ts';
import type { Ask } from '../state/ask.ts';
import type { Context, ViewData } from '../state/context.ts';
import { type AxisData, filledUp, loadAxis } from './axis.ts';
import type { AxisPoint } from './points.ts';
import { loadTrend, type TrendData } from './trend.ts';

export interface TimeData extends ViewData {
  readonly rhythm: { readonly metric: string; readonly rows: readonly AnswerRow[] };
  readonly hours: AxisData;
  readonly days: AxisData;
  readonly trend: TrendData;
}

export const RHYTHM_AXES = ['day_of_week', 'hour_of_day'] as const;
export const RHYTHM_METRIC = 'sessions';
export const PATTERN_METRIC = 'resolution_rate';

const emptyPoint = (field: string, value: number, name: string): AxisPoint => ({
  key: String(value),
  name,
  value: NO_VALUE,
  dims: { [field]: String(value) },
  sessions: 0,
});
const HOURS = Array.from({ length: 24 }, (_, hour) => emptyPoint('hour_of_day', hour, hourName(hour)));
const DAYS = weekdays().map((day) => emptyPoint('day_of_week', day, weekdayName(day)));

export async function loadTime(ask: Ask, context: Context): Promise<TimeData> {
  const metric = context.metric(context.option('rhythm', 'metric', RHYTHM_METRIC)).name;
  const scope = without(context.scope, ...RHYTHM_AXES);
  const [sessions, rhythm, hours, days, trend] = await Promise.all([
    ask.sessions(context.scope),
    ask.query({ ...scope, metrics: [...new Set(['sessions', metric])], by: RHYTHM_AXES }),
    loadAxis(ask, context, { panel: 'hours', dimension: 'hour_of_day', fallback: PATTERN_METRIC }),
    loadAxis(ask, context, { panel: 'weekdays', dimension: 'day_of_week', fallback: PATTERN_METRIC }),
    loadTrend(ask, context, { panel: 'volume', fallback: RHYTHM_METRIC }),
  ]);
  return {
    sessions,
    rhythm: { metric, rows: rhythm.rows },
    hours: { ...hours, points: filledUp(hours.points, HOURS) },
    days: { ...days, points: filledUp(days.points, DAYS) },
    trend,
  };
}
