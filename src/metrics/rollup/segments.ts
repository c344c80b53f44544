/**
 * The sums of `day_rollup` once more for each of these dimensions, told apart by its values, too: a row belongs to one dimension, which
 * `segment` names, and has null for all others. So a question that filters or groups by one of them reads no call.
 */
export const SEGMENT_ROLLUP = 'segment_rollup';
/** The row's dimension, as its place in `SEGMENTS`: comparing words of a million rows would take as long as all else. */
export const SEGMENT = 'segment';

/** Column of the calls that the dimension is made from, by its name. */
const SEGMENT_COLUMNS: Readonly<Record<string, string>> = {
  initial_intent: 'initial_intent',
  customer_sentiment: 'customer_sentiment',
  escalation_flag: 'escalation_flag',
  system_error_flag: 'system_error_flag',
  ivr_outcome_code: 'ivr_outcome_code',
  age_group: 'age_group',
  region: 'region',
  plan_type: 'plan_type',
  tenure_band: 'tenure_months',
  bot_version: 'bot_version',
  language: 'language',
  entry_point: 'entry_point',
};

export interface Segment {
  readonly dimension: string;
  /** Null for the hour, which rows have as their start. */
  readonly column: string | null;
  /** Its number in the rollup. */
  readonly place: number;
}

const OF_COLUMNS: readonly Segment[] = Object.entries(SEGMENT_COLUMNS).map(([dimension, column], place) => ({
  dimension,
  column,
  place,
}));

/** Sums by hour of UTC instead of day: whatever is told by local time, where clocks differ from UTC by whole hours. */
export const HOURS: Segment = { dimension: 'hour_of_day', column: null, place: OF_COLUMNS.length };

export const SEGMENTS: readonly Segment[] = [...OF_COLUMNS, HOURS];
