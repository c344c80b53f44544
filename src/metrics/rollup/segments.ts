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
  readonly column: string;
  /** Its number in the rollup. */
  readonly place: number;
}

export const SEGMENTS: readonly Segment[] = Object.entries(SEGMENT_COLUMNS).map(
  ([dimension, column], place) => ({ dimension, column, place }),
);
