import { NUMBERED } from '../../contract/inner-tables.ts';
import { DIMENSIONS_BY_NAME } from '../dimensions.ts';
import type { ScopeSql } from '../scope.ts';
import { column, divide, integer, isWord, type Sql, sql } from '../sql.ts';

/**
 * binary: 0 or 1; number: an integer with an order and distances; ordinal: with an order alone; category: neither, as an hour, whose
 * 23 is beside its 0.
 */
export type VariableKind = 'binary' | 'number' | 'ordinal' | 'category';

/** Something of a call that may go with something else of it. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  readonly kind: VariableKind;
  readonly description: string;
  /** An integer, or null where a call has none. */
  readonly expression: (scope: ScopeSql) => Sql;
}

/** Durations beyond an hour count as an hour: one stuck line must not make a thousand values more. */
const MOST_SEC = 3600;

// Engines differ in what the least of a number and a null is.
const capped = (value: Sql, most: number): Sql =>
  sql`CASE WHEN ${value} > ${integer(most)} THEN ${integer(most)} ELSE ${value} END`;
const flag = (condition: Sql): Sql => sql`CASE WHEN ${condition} THEN 1 ELSE 0 END`;
/** Null beside a null. */
const whereKnown = (known: Sql, value: Sql): Sql => sql`CASE WHEN ${known} THEN ${value} END`;

const outcome = (name: string, word: string): Variable => ({
  name,
  label: word,
  kind: 'binary',
  description: `1 where the call is ${word}, 0 where it has another status.`,
  expression: () =>
    whereKnown(sql`${column('resolution_status')} IS NOT NULL`, flag(isWord('resolution_status', word))),
});

const number = (name: string, label: string, description: string, expression: Sql): Variable => ({
  name,
  label,
  kind: 'number',
  description,
  expression: () => expression,
});

const share = (x: string, n: string): Sql =>
  whereKnown(sql`${column(n)} > 0`, divide(sql`${integer(100)} * ${column(x)}`, column(n)));
const confidence = whereKnown(
  sql`${column('scored_turns')} > 0`,
  divide(column('confidence_micros'), sql`${integer(10_000)} * ${column('scored_turns')}`),
);
const errors = whereKnown(
  column('has_event'),
  capped(sql`${column('no_match_events')} + ${column('no_input_events')}`, 100),
);

export const VARIABLES: readonly Variable[] = [
  outcome('resolved', 'Resolved'),
  outcome('escalated', 'Escalated'),
  outcome('abandoned', 'Abandoned'),
  number(
    'bot_duration',
    'Bot duration',
    'Seconds of the bot leg; more than an hour counts as an hour.',
    capped(column('bot_duration_sec'), MOST_SEC),
  ),
  number('turns', 'Caller turns', 'Customer turns of the bot leg.', capped(column('customer_turns'), 200)),
  number('confidence', 'Confidence', 'Mean confidence of the scored turns, in hundredths.', confidence),
  number(
    'recognition',
    'Recognition',
    'Recognised of the judged turns, in hundredths.',
    share('recognised_turns', 'judged_turns'),
  ),
  number(
    'errors',
    'Misses and silences',
    'NoMatch and NoInput events of the bot leg, of calls with events.',
    errors,
  ),
  {
    name: 'system_error',
    label: 'System error',
    kind: 'binary',
    description: '1 where a system behind the bot failed, 0 where none did.',
    expression: () =>
      whereKnown(sql`${column('system_error_flag')} IS NOT NULL`, flag(isWord('system_error_flag', 'Y'))),
  },
  {
    name: 'sentiment',
    label: 'Sentiment',
    kind: 'ordinal',
    description: 'Negative, Neutral, Positive.',
    expression: () => sentiment,
  },
  number(
    'tenure',
    'Tenure',
    'Months as a customer, as at the call; more than 40 years count as 40.',
    capped(column('tenure_months'), 480),
  ),
  {
    name: 'hour',
    label: 'Hour',
    kind: 'category',
    description: 'Hour of day in which the call began.',
    expression: (scope) => dimension('hour_of_day', scope),
  },
  {
    name: 'topic',
    label: 'Topic',
    kind: 'category',
    description: 'Topic of the call.',
    expression: () => topic,
  },
];

const sentiment = sql`CASE WHEN ${isWord('customer_sentiment', 'Negative')} THEN -1 WHEN ${isWord('customer_sentiment', 'Neutral')} THEN 0 WHEN ${isWord('customer_sentiment', 'Positive')} THEN 1 END`;

/** Any numbers will do for a category, as long as equal values share one. */
const topic: Sql = (writer) =>
  writer.dialect.hasNumbers
    ? whereKnown(sql`${column('topic_name')} IS NOT NULL`, column(NUMBERED.topic_name))(writer)
    : `FARM_FINGERPRINT(${column('topic_name')(writer)})`;

function dimension(name: string, scope: ScopeSql): Sql {
  const found = DIMENSIONS_BY_NAME.get(name);
  if (!found) throw new Error(`no dimension is named ${name}`);
  return found.expression(scope);
}
