import { sessionColumn, sessionWords } from '../contract/columns.ts';
import { NUMBERED } from '../contract/inner-tables.ts';
import { TENURE_BANDS } from '../contract/synonyms.ts';
import type { Dimension } from './dimension.ts';
import { dayNumber, daysOf, hourNumber, hoursOf, TIME_DIMENSIONS } from './grains.ts';
import { knownCaller } from './known-caller.ts';
import type { Scalar } from './question.ts';
import { column, integer, list, type Sql, sql } from './sql.ts';

function category(name: string, label: string): Dimension {
  return {
    name,
    label,
    kind: 'category',
    description: sessionColumn(name).description,
    ...(name === 'topic_name' && { key: NUMBERED[name] }),
    expression: () => column(name),
    keyOf: (raw) => raw,
    ...rawOfWord(sessionWords(name)),
  };
}

/** Few words are known, and meant in any case: another one in a filter is a slip, not a question that nothing answers. */
function rawOfWord(words: readonly string[] | null): Pick<Dimension, 'rawOf' | 'words'> {
  if (words === null) return { rawOf: String };
  const byLower = new Map(words.map((word) => [word.toLowerCase(), word]));
  return { words, rawOf: (key) => byLower.get(String(key).trim().toLowerCase()) };
}

/** A number among few, in order. */
function ordinal(
  name: string,
  label: string,
  description: string,
  [low, high]: readonly [number, number],
  expression: Dimension['expression'],
  bucketOf: NonNullable<Dimension['bucketOf']>,
): Dimension {
  return {
    name,
    label,
    kind: 'ordinal',
    description,
    expression,
    bucketOf,
    keyOf: (raw) => raw,
    rawOf: (key) => {
      const number = typeof key === 'number' || /^\d+$/.test(key) ? Number(key) : Number.NaN;
      return Number.isInteger(number) && number >= low && number <= high ? number : undefined;
    },
  };
}

const tenureBand: Dimension = {
  name: 'tenure_band',
  label: 'Tenure band',
  kind: 'ordinal',
  description: `Months as a customer, as at the call: ${TENURE_BANDS.map((band) => band.label).join(', ')}.`,
  expression: () => sql`CASE ${list(TENURE_BANDS.map(whenInBand), ' ')} END`,
  keyOf: (raw) => TENURE_BANDS[Number(raw)]?.label ?? raw,
  rawOf: bandOf,
};

function whenInBand({ from, to }: (typeof TENURE_BANDS)[number], index: number): Sql {
  const months = column('tenure_months');
  const upTo = to === null ? sql`` : sql` AND ${months} <= ${integer(to)}`;
  return sql`WHEN ${months} >= ${integer(from)}${upTo} THEN ${integer(index)}`;
}

/** A hyphen does for the dash of a label: it is what a keyboard has. */
function bandOf(key: Scalar): number | undefined {
  const index = TENURE_BANDS.findIndex((band) => band.label === String(key).replace('-', '–'));
  return index < 0 ? undefined : index;
}

export const DIMENSIONS: readonly Dimension[] = [
  ...TIME_DIMENSIONS,
  category('topic_type', 'Topic type'),
  category('topic_name', 'Topic'),
  category('initial_intent', 'Initial intent'),
  category('resolution_status', 'Resolution'),
  category('customer_sentiment', 'Sentiment'),
  category('escalation_flag', 'Escalated'),
  category('system_error_flag', 'System error'),
  category('ivr_outcome_code', 'Outcome code'),
  category('age_group', 'Age group'),
  category('region', 'Region'),
  category('plan_type', 'Plan'),
  tenureBand,
  knownCaller,
  category('bot_version', 'Bot version'),
  category('language', 'Language'),
  category('entry_point', 'Entry point'),
  ordinal(
    'hour_of_day',
    'Hour of day',
    'Hour in which the call began, 0 to 23.',
    [0, 23],
    ({ local }) => sql`MOD(${hourNumber(local)}, 24)`,
    hoursOf,
  ),
  ordinal(
    'day_of_week',
    'Day of week',
    'Weekday on which the call began, from 1 (Monday) to 7.',
    [1, 7],
    ({ local }) => sql`MOD(${dayNumber(local)}, 7) + 1`,
    daysOf,
  ),
];

export const DIMENSIONS_BY_NAME: ReadonlyMap<string, Dimension> = new Map(
  DIMENSIONS.map((dimension) => [dimension.name, dimension]),
);
