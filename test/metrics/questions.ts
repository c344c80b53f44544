import fc from 'fast-check';
import { DIMENSIONS } from '../../src/metrics/dimensions.ts';
import type { Filter, Question } from '../../src/metrics/question.ts';
import { METRICS } from '../../src/metrics/registry.ts';

export const ALL_METRICS = METRICS.map((metric) => metric.name);
export const ALL_DIMENSIONS = DIMENSIONS.map((dimension) => dimension.name);
export const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'] as const;

const FIELD_VALUES: Readonly<Record<string, readonly (string | number)[]>> = {
  topic_type: ['Billing', 'TechSupport', 'Sales'],
  topic_name: ['Payment Issue', 'Über-Tarif'],
  initial_intent: ["it's; DROP TABLE", 'check_bill'],
  resolution_status: ['Resolved', 'Escalated', 'Abandoned'],
  region: ['North', 'South', 'East'],
  tenure_band: ['0–5', '60+'],
  hour_of_day: [0, 1, 2, 23],
  day_of_week: [1, 7],
  month: ['2025-03-01', '2025-11-01'],
  day: ['2025-03-09', '2025-04-06'],
  customer_id: ['C1', 'C2', 'C3'],
  session_id: ['S1', 'S2', 'S499'],
};
const RANGES: Readonly<Record<string, number>> = {
  call_duration_sec: 900,
  bot_duration_sec: 300,
  tenure_months: 80,
  customer_turns: 8,
  hour_of_day: 23,
};

const listFilter = fc.constantFrom(...Object.keys(FIELD_VALUES)).chain((field) =>
  fc.record({
    field: fc.constant(field),
    op: fc.constantFrom('in' as const, 'not_in' as const),
    values: fc.array(fc.constantFrom(null, ...(FIELD_VALUES[field] ?? [])), { maxLength: 4 }),
  }),
);
const rangeFilter = fc.constantFrom(...Object.entries(RANGES)).chain(([field, top]) =>
  fc
    .tuple(
      fc.double({ min: -1, max: top, noNaN: true }),
      fc.double({ min: 0, max: top, noNaN: true }),
      fc.nat(2),
    )
    .map(([one, other, ends]) => ({
      field,
      op: 'range' as const,
      ...(ends !== 1 && { min: Math.min(one, other) }),
      ...(ends !== 2 && { max: Math.max(one, other) }),
    })),
);
const nullFilter = fc.record({
  field: fc.constantFrom(...Object.keys(FIELD_VALUES), ...Object.keys(RANGES)),
  op: fc.constantFrom('is_null' as const, 'not_null' as const),
});
const filter: fc.Arbitrary<Filter> = fc.oneof(listFilter, rangeFilter, nullFilter);
const instant = fc
  .integer({ min: Date.parse('2024-11-01T00:00:00Z'), max: Date.parse('2025-12-20T00:00:00Z') })
  .map((ms) => new Date(ms).toISOString());

/** Any metrics by any dimensions under any filters, of the sessions that `drawSessions` draws. */
export const anyQuestion: fc.Arbitrary<Question> = fc
  .record(
    {
      metrics: fc.subarray([...ALL_METRICS], { minLength: 1 }),
      by: fc.subarray([...ALL_DIMENSIONS], { maxLength: 3 }),
      timeZone: fc.constantFrom(...ZONES),
      where: fc.array(filter, { maxLength: 3 }),
      base: fc.constantFrom('all' as const, 'engaged' as const),
      from: instant,
      to: instant,
      options: fc.record({ durableDays: fc.integer({ min: 1, max: 30 }), durableAnyTopic: fc.boolean() }),
    },
    { requiredKeys: ['metrics'] },
  )
  .filter(({ from, to }) => from === undefined || to === undefined || from < to);
