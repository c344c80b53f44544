import { wilson } from '../intervals.ts';
import type { RateValue } from '../question.ts';
import { and, column, countIf, epochMillis, FALSE, integer, type Sql, sql, TRUE, timestamp } from '../sql.ts';
import type { Given, Integers, Measure } from './measure.ts';

/** Sessions for which `numerator` holds, of those for which `denominator` does. The first implies the second. */
export interface Share {
  readonly form: 'share';
  readonly numerator: Sql;
  readonly denominator: Sql;
  readonly window?: Window;
  /** Conditions that split the numerator, by label. */
  readonly parts?: Readonly<Record<string, Sql>>;
}

/** Counts in the numerator what is, or is not, followed by another session of the customer within so many hours. */
export interface Window {
  readonly hours: number | 'durable';
  readonly counts: 'followed' | 'not_followed';
}

export function shareMeasure(share: Share, given: Given): Measure {
  const mature = share.window ? isMature(share.window, given) : TRUE;
  const denominator = and(share.denominator, mature);
  const numerator = and(share.numerator, mature, share.window ? windowCounts(share.window, given) : TRUE);
  const open = and(share.denominator, sql`NOT (${mature})`);
  return {
    aggregates: {
      numerator: countIf(numerator),
      denominator: countIf(denominator),
      ...(mature !== TRUE && { immature: countIf(open) }),
      ...partAggregates(share, numerator),
    },
    value: (integers) => rateOf(share, integers),
    numerator,
    denominator,
  };
}

function partAggregates(share: Share, numerator: Sql): Record<string, Sql> {
  const parts = Object.entries(share.parts ?? {});
  return Object.fromEntries(parts.map(([label, part]) => [partName(label), countIf(and(numerator, part))]));
}

const partName = (label: string) => `part ${label}`;

function rateOf(share: Share, integers: Integers): RateValue {
  const numerator = integers('numerator');
  const denominator = integers('denominator');
  const labels = Object.keys(share.parts ?? {});
  return {
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
    ...wilson(numerator, denominator),
    ...(share.parts && {
      parts: Object.fromEntries(labels.map((label) => [label, integers(partName(label))])),
    }),
    ...(share.window && { immature: integers('immature') }),
  };
}

const HOUR_MS = 3_600_000;
/** A call without an end is as if it ended at once. */
const end = sql`coalesce(${column('call_end_time')}, ${column('call_start_time')})`;

function windowMs(window: Window, given: Given): number {
  return HOUR_MS * (window.hours === 'durable' ? given.durableDays * 24 : window.hours);
}

/** The window has closed by the newest call of all. */
function isMature(window: Window, given: Given): Sql {
  if (windowMs(window, given) <= (given.settledForMs ?? 0)) return TRUE;
  return given.newestMs === null
    ? FALSE
    : sql`${end} <= ${timestamp(given.newestMs - windowMs(window, given))}`;
}

function windowCounts(window: Window, given: Given): Sql {
  const onTopic = window.hours === 'durable' && !given.durableAnyTopic;
  const next = column(onTopic ? 'next_topic_contact_time' : 'next_contact_time');
  const gap = sql`${epochMillis(next)} - ${epochMillis(end)}`;
  const hours = integer(windowMs(window, given));
  return window.counts === 'followed'
    ? sql`${next} IS NOT NULL AND ${gap} <= ${hours}`
    : sql`${next} IS NULL OR ${gap} > ${hours}`;
}
