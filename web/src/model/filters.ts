import type { Filter } from '../../../src/server/api.ts';

/** What may stand in the address as a filter: the dimensions of the API. A test holds this list against its catalog. */
export const FILTER_FIELDS: readonly string[] = [
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'topic_type',
  'topic_name',
  'initial_intent',
  'resolution_status',
  'customer_sentiment',
  'escalation_flag',
  'system_error_flag',
  'ivr_outcome_code',
  'age_group',
  'region',
  'plan_type',
  'tenure_band',
  'known_caller',
  'bot_version',
  'language',
  'entry_point',
  'hour_of_day',
  'day_of_week',
];

/** null is "(none)". */
export type Value = string | null;

/** Keeps, or leaves out, the calls that have one of the values; one filter a field. */
export interface FieldFilter {
  readonly field: string;
  readonly exclude: boolean;
  readonly values: readonly Value[];
}

export const filterOf = (filters: readonly FieldFilter[], field: string): FieldFilter | undefined =>
  filters.find((filter) => filter.field === field);

export const toWhere = (filters: readonly FieldFilter[]): Filter[] =>
  filters.map(({ field, exclude, values }) => ({ field, op: exclude ? 'not_in' : 'in', values }));

/** Puts a filter in the place of the one of its field; without values it is taken away. */
export function withFilter(filters: readonly FieldFilter[], filter: FieldFilter): FieldFilter[] {
  const others = filters.filter(({ field }) => field !== filter.field);
  if (filter.values.length === 0) return others;
  const place = filters.findIndex(({ field }) => field === filter.field);
  return others.toSpliced(place < 0 ? others.length : place, 0, filter);
}

export const withoutFields = (filters: readonly FieldFilter[], fields: readonly string[]): FieldFilter[] =>
  filters.filter(({ field }) => !fields.includes(field));

export const toggled = (values: readonly Value[], value: Value): Value[] =>
  values.includes(value) ? values.filter((each) => each !== value) : [...values, value];

/** Whether a filter leaves calls of this value. */
export const passes = (filter: FieldFilter | undefined, value: Value): boolean =>
  filter === undefined || filter.values.includes(value) !== filter.exclude;

/** What a mark stands for on its axes; undefined takes the field's filter away. */
export type Dims = Readonly<Record<string, Value | undefined>>;

/**
 * Filters after a mark was chosen: its values in place of what its fields had, or added to it. Chosen once more with `add`, a value
 * goes again.
 */
export function choose(filters: readonly FieldFilter[], dims: Dims, add: boolean): FieldFilter[] {
  return Object.entries(dims).reduce<FieldFilter[]>(
    (all, [field, value]) => {
      const before = filterOf(all, field);
      const kept = add && before && !before.exclude ? before.values : [];
      const values = value === undefined ? [] : add ? toggled(kept, value) : [value];
      return withFilter(all, { field, exclude: false, values });
    },
    [...filters],
  );
}
