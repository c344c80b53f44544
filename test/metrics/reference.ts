import type { Filter, MetricOptions, Question, Scalar } from '../../src/metrics/question.ts';
import { onSameTopic, type TestSession } from './sessions.ts';

/** Integers of a metric over some sessions, computed one session at a time from the definitions alone. */
export interface Expected {
  readonly value?: number | null;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly n?: number;
  readonly immature?: number;
  readonly parts?: Record<string, number>;
}

type Test = (session: TestSession) => boolean;

const hasStatus: Test = (s) => s.resolution_status !== null;
const hasCustomer: Test = (s) => s.customer_id !== null;

function count(sessions: readonly TestSession[], test: Test): number {
  return sessions.filter(test).length;
}

function rate(sessions: readonly TestSession[], numerator: Test, denominator: Test): Expected {
  return { numerator: count(sessions, numerator), denominator: count(sessions, denominator) };
}

const endMs = (s: TestSession) => Date.parse(s.call_end_time ?? s.call_start_time);

function windowed(
  sessions: readonly TestSession[],
  all: readonly TestSession[],
  windowMs: number,
  among: Test,
  counts: (session: TestSession, isFollowed: (onTopic: boolean) => boolean) => boolean,
): Expected {
  const newest = Math.max(...all.map((s) => Date.parse(s.call_start_time)));
  const inside = sessions.filter(among);
  const mature = inside.filter((s) => endMs(s) + windowMs <= newest);
  const followed = (session: TestSession) => (onTopic: boolean) =>
    all.some(
      (other) =>
        other.customer_id === session.customer_id &&
        other.call_start_time > session.call_start_time &&
        Date.parse(other.call_start_time) <= endMs(session) + windowMs &&
        (!onTopic || onSameTopic(session, other)),
    );
  return {
    numerator: mature.filter((session) => counts(session, followed(session))).length,
    denominator: mature.length,
    immature: inside.length - mature.length,
  };
}

function mean(sessions: readonly TestSession[], of: (s: TestSession) => number | null): Expected {
  const values = sessions.map(of).filter((value) => value !== null);
  return {
    value: values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length,
    n: values.length,
  };
}

function percentile(
  sessions: readonly TestSession[],
  of: 'call_duration_sec' | 'bot_duration_sec',
  percent: number,
): Expected {
  const values = sessions
    .map((s) => s[of])
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  // The smallest value with at least that share of the values at or below it.
  const found = values.find((_, index) => (index + 1) * 100 >= percent * values.length);
  return { value: found ?? null, n: values.length };
}

const total = (sessions: readonly TestSession[], of: (s: TestSession) => number) =>
  sessions.reduce((sum, s) => sum + of(s), 0);

function eventRate(sessions: readonly TestSession[], name: 'no_match_events' | 'no_input_events'): Expected {
  const inside = sessions.filter((s) => s.has_event);
  return {
    numerator: total(inside, (s) => s[name]),
    denominator: total(inside, (s) => s.customer_turns + s.no_input_events),
  };
}

const isContained: Test = (s) =>
  (s.resolution_status === 'Resolved' || s.resolution_status === 'Abandoned') &&
  s.escalation_flag !== 'Y' &&
  !s.has_agent_turn;

const HOUR_MS = 3_600_000;

type Computed = (
  sessions: readonly TestSession[],
  all: readonly TestSession[],
  options: MetricOptions,
) => Expected;

const status =
  (word: string): Computed =>
  (sessions) =>
    rate(sessions, (s) => s.resolution_status === word, hasStatus);

const repeat =
  (hours: number): Computed =>
  (sessions, all) =>
    windowed(sessions, all, hours * HOUR_MS, hasCustomer, (_, isFollowed) => isFollowed(false));

const sentiment =
  (word: string): Computed =>
  (sessions) =>
    rate(
      sessions,
      (s) => s.customer_sentiment === word,
      (s) => s.customer_sentiment !== null,
    );

export const REFERENCE: Readonly<Record<string, Computed>> = {
  sessions: (sessions) => ({ value: sessions.length }),
  customers: (sessions) => ({
    value: new Set(sessions.filter(hasCustomer).map((s) => s.customer_id)).size,
  }),
  resolution_rate: status('Resolved'),
  escalation_rate: status('Escalated'),
  abandonment_rate: status('Abandoned'),
  status_missing_rate: (sessions) =>
    rate(
      sessions,
      (s) => !hasStatus(s),
      () => true,
    ),
  containment_rate: (sessions) => ({
    ...rate(sessions, isContained, hasStatus),
    parts: {
      Resolved: count(sessions, (s) => isContained(s) && s.resolution_status === 'Resolved'),
      Abandoned: count(sessions, (s) => isContained(s) && s.resolution_status === 'Abandoned'),
    },
  }),
  engaged_sessions: (sessions) => ({ value: count(sessions, (s) => s.is_engaged) }),
  durable_resolution_rate: (sessions, all, { durableDays = 7, durableAnyTopic = false }) =>
    windowed(
      sessions,
      all,
      durableDays * 24 * HOUR_MS,
      (s) => hasStatus(s) && hasCustomer(s),
      (s, isFollowed) => s.resolution_status === 'Resolved' && !isFollowed(!durableAnyTopic),
    ),
  repeat_contact_rate: repeat(24),
  repeat_contact_rate_7d: repeat(7 * 24),
  agent_request_rate: (sessions) =>
    rate(
      sessions,
      (s) => s.agent_requested,
      () => true,
    ),
  avg_call_duration: (sessions) => mean(sessions, (s) => s.call_duration_sec),
  p50_call_duration: (sessions) => percentile(sessions, 'call_duration_sec', 50),
  p90_call_duration: (sessions) => percentile(sessions, 'call_duration_sec', 90),
  bot_duration: (sessions) => mean(sessions, (s) => s.bot_duration_sec),
  p50_bot_duration: (sessions) => percentile(sessions, 'bot_duration_sec', 50),
  p90_bot_duration: (sessions) => percentile(sessions, 'bot_duration_sec', 90),
  turns_per_session: (sessions) => mean(sessions, (s) => s.customer_turns),
  recognition_rate: (sessions) => ({
    numerator: total(sessions, (s) => s.recognised_turns),
    denominator: total(sessions, (s) => s.judged_turns),
  }),
  no_match_rate: (sessions) => eventRate(sessions, 'no_match_events'),
  no_input_rate: (sessions) => eventRate(sessions, 'no_input_events'),
  mean_confidence: (sessions) => {
    const n = total(sessions, (s) => s.scored_turns);
    return { value: n === 0 ? null : total(sessions, (s) => s.confidence_micros) / n / 1e6, n };
  },
  system_error_rate: (sessions) =>
    rate(
      sessions,
      (s) => s.system_error_flag === 'Y',
      () => true,
    ),
  positive_rate: sentiment('Positive'),
  neutral_rate: sentiment('Neutral'),
  negative_rate: sentiment('Negative'),
  net_sentiment: (sessions) => ({
    numerator:
      count(sessions, (s) => s.customer_sentiment === 'Positive') -
      count(sessions, (s) => s.customer_sentiment === 'Negative'),
    denominator: count(sessions, (s) => s.customer_sentiment !== null),
  }),
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Local date and time by the platform's own zone tables, as if it were UTC. */
export function localDate(iso: string, timeZone: string): Date {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, format);
  return new Date(`${format.format(Date.parse(iso)).replace(' ', 'T')}Z`);
}

const dateText = (date: Date) => date.toISOString().slice(0, 10);
const BANDS: readonly [number, string][] = [
  [60, '60+'],
  [24, '24–59'],
  [12, '12–23'],
  [6, '6–11'],
  [0, '0–5'],
];

/** Key of a session in a dimension, or its value in a filterable field. */
export function keyOf(session: TestSession, name: string, timeZone: string): Scalar | null {
  const local = localDate(session.call_start_time, timeZone);
  const monday = new Date(local.getTime() - ((local.getUTCDay() + 6) % 7) * 86_400_000);
  const quarterMonth = local.getUTCMonth() - (local.getUTCMonth() % 3);
  const known: Record<string, () => Scalar | null> = {
    hour: () => `${local.toISOString().slice(0, 13)}:00`,
    day: () => dateText(local),
    week: () => dateText(monday),
    month: () => `${dateText(local).slice(0, 7)}-01`,
    quarter: () => dateText(new Date(Date.UTC(local.getUTCFullYear(), quarterMonth, 1))),
    year: () => `${local.getUTCFullYear()}-01-01`,
    hour_of_day: () => local.getUTCHours(),
    day_of_week: () => ((local.getUTCDay() + 6) % 7) + 1,
    tenure_band: () => BANDS.find(([from]) => (session.tenure_months ?? -1) >= from)?.[1] ?? null,
  };
  const column = session[name as keyof TestSession];
  return known[name] ? known[name]() : ((column ?? null) as Scalar | null);
}

function passes(session: TestSession, filter: Filter, timeZone: string): boolean {
  const value = keyOf(session, filter.field, timeZone);
  switch (filter.op) {
    case 'in':
      return filter.values.includes(value);
    case 'not_in':
      return !filter.values.includes(value);
    case 'range':
      return (
        value !== null &&
        Number(value) >= (filter.min ?? -Infinity) &&
        Number(value) <= (filter.max ?? Infinity)
      );
    case 'is_null':
      return value === null;
    case 'not_null':
      return value !== null;
  }
}

/** The sessions of a scope whose ends are instants or absent. */
export function inScope(all: readonly TestSession[], question: Omit<Question, 'metrics'>): TestSession[] {
  const { timeZone = 'UTC', where = [], base = 'all', from, to } = question;
  return all.filter(
    (s) =>
      (from === undefined || Date.parse(s.call_start_time) >= Date.parse(from)) &&
      (to === undefined || Date.parse(s.call_start_time) < Date.parse(to)) &&
      (base === 'all' || s.is_engaged) &&
      where.every((filter) => passes(s, filter, timeZone)),
  );
}

/** Sessions by the JSON text of their keys. */
export function grouped(
  sessions: readonly TestSession[],
  by: readonly string[],
  timeZone: string,
): Map<string, TestSession[]> {
  const groups = new Map<string, TestSession[]>();
  for (const session of sessions) {
    const id = JSON.stringify(Object.fromEntries(by.map((name) => [name, keyOf(session, name, timeZone)])));
    groups.set(id, [...(groups.get(id) ?? []), session]);
  }
  if (by.length === 0 && groups.size === 0) groups.set('{}', []);
  return groups;
}
