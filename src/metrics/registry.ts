import { NUMBERED } from '../contract/inner-tables.ts';
import type { Metric } from './metric.ts';
import { coded, column, isWord, ONE, type Sql, sql, TRUE } from './sql.ts';

const customer = column('customer_id');
const status = coded('resolution_status');
const hasStatus = (word: string): Sql => isWord('resolution_status', word);
const callDuration = column('call_duration_sec');
const botDuration = column('bot_duration_sec');
const customerTurns = column('customer_turns');
const noInputEvents = column('no_input_events');

const isKnown = (name: Sql): Sql => sql`${name} IS NOT NULL`;
const isContained = sql`${isKnown(status)} AND NOT (${hasStatus('Escalated')})
  AND (${isWord('escalation_flag', 'Y')}) IS NOT TRUE AND NOT ${column('has_agent_turn')}`;

type Shared = 'kind' | 'unit' | 'additive' | 'expression';
type About = Omit<Metric, Shared>;
type Form<F extends Metric['expression']['form']> = Omit<Extract<Metric['expression'], { form: F }>, 'form'>;

const share = (about: About, expression: Form<'share'>): Metric => ({
  ...about,
  kind: 'rate',
  unit: 'share',
  additive: true,
  expression: { form: 'share', ...expression },
});

const statusShare = (about: About, word: string): Metric =>
  share(about, { numerator: hasStatus(word), denominator: isKnown(status) });

const turnShare = (about: About, expression: Form<'turn_share'>): Metric => ({
  ...about,
  kind: 'rate',
  unit: 'share',
  additive: true,
  expression: { form: 'turn_share', ...expression },
});

const repeats = (about: About, hours: number): Metric =>
  share(about, {
    numerator: isKnown(customer),
    denominator: isKnown(customer),
    window: { hours, counts: 'followed' },
  });

const mean = (about: About & Pick<Metric, 'unit'>, expression: Form<'mean'>): Metric => ({
  ...about,
  kind: 'mean',
  additive: false,
  expression: { form: 'mean', ...expression },
});

const percentile = (about: About, of: string, percent: number): Metric => ({
  ...about,
  kind: 'percentile',
  unit: 'sec',
  additive: false,
  expression: { form: 'percentile', of, percent },
});

const SENTIMENT_IS_GOOD = { Positive: 'up', Neutral: null, Negative: 'down' } as const;
const sentimentShare = (word: keyof typeof SENTIMENT_IS_GOOD): Metric =>
  share(
    {
      name: `${word.toLowerCase()}_rate`,
      label: `${word} sentiment`,
      good: SENTIMENT_IS_GOOD[word],
      description: `${word} sessions / sessions with a sentiment.`,
    },
    { numerator: isWord('customer_sentiment', word), denominator: isKnown(coded('customer_sentiment')) },
  );

/** Every metric, in the order in which lists show them. */
export const METRICS: readonly Metric[] = [
  {
    name: 'sessions',
    label: 'Chat sessions',
    kind: 'count',
    unit: 'sessions',
    good: null,
    additive: true,
    description: 'Sessions that started in the period.',
    expression: { form: 'count', where: TRUE },
  },
  {
    name: 'customers',
    label: 'Customers',
    kind: 'count',
    unit: 'customers',
    good: null,
    additive: false,
    description: 'Distinct customers; sessions with a withheld number have none.',
    expression: { form: 'distinct', of: 'customer_id', key: NUMBERED.customer_id },
  },
  statusShare(
    {
      name: 'resolution_rate',
      label: 'Resolution rate',
      good: 'up',
      description: 'Resolved sessions / sessions with a status.',
    },
    'Resolved',
  ),
  statusShare(
    {
      name: 'escalation_rate',
      label: 'Escalation rate',
      good: 'down',
      description: 'Escalated sessions / sessions with a status.',
    },
    'Escalated',
  ),
  statusShare(
    {
      name: 'abandonment_rate',
      label: 'Abandonment rate',
      good: 'down',
      description: 'Abandoned sessions / sessions with a status.',
    },
    'Abandoned',
  ),
  share(
    {
      name: 'status_missing_rate',
      label: 'Status missing',
      good: 'down',
      description: 'Sessions without a status / sessions.',
    },
    { numerator: sql`${status} IS NULL`, denominator: TRUE },
  ),
  share(
    {
      name: 'containment_rate',
      label: 'Containment rate',
      good: 'up',
      description:
        'Sessions with a status other than Escalated, the escalation flag not Y and no Agent turn / sessions with a status. Always shown split into resolved and abandoned.',
    },
    {
      numerator: isContained,
      denominator: isKnown(status),
      parts: { Resolved: hasStatus('Resolved'), Abandoned: hasStatus('Abandoned') },
    },
  ),
  {
    name: 'engaged_sessions',
    label: 'Engaged sessions',
    kind: 'count',
    unit: 'sessions',
    good: null,
    additive: true,
    description: 'Sessions with at least one bot-leg Customer turn that has text or digits.',
    expression: { form: 'count', where: column('is_engaged') },
  },
  share(
    {
      name: 'durable_resolution_rate',
      label: 'Durable resolution rate',
      good: 'up',
      description:
        'Resolved sessions that no later session of the customer on the same topic, or where either has no topic, follows within 7 × 24 h of the end of the call / sessions with a status and a customer. Sessions whose window is still open at the newest call are in neither. The days, and any topic, are options.',
    },
    {
      numerator: sql`${hasStatus('Resolved')} AND ${isKnown(customer)}`,
      denominator: sql`${isKnown(status)} AND ${isKnown(customer)}`,
      window: { hours: 'durable', counts: 'not_followed' },
    },
  ),
  repeats(
    {
      name: 'repeat_contact_rate',
      label: 'Repeat contacts in 24 h',
      good: 'down',
      description:
        'Sessions that another of the same customer follows within 24 h of the end of the call / sessions with a customer. Sessions whose window is still open at the newest call are in neither.',
    },
    24,
  ),
  repeats(
    {
      name: 'repeat_contact_rate_7d',
      label: 'Repeat contacts in 7 days',
      good: 'down',
      description: 'Like repeat_contact_rate, within 7 × 24 h.',
    },
    7 * 24,
  ),
  share(
    {
      name: 'agent_request_rate',
      label: 'Agent requests',
      good: 'down',
      description: 'Sessions with a Customer turn whose intent asks for an agent / sessions.',
    },
    { numerator: column('agent_requested'), denominator: TRUE },
  ),
  mean(
    {
      name: 'avg_call_duration',
      label: 'Average call duration',
      unit: 'sec',
      good: null,
      description: 'Mean of call_duration_sec.',
    },
    { x: callDuration, n: ONE, where: isKnown(callDuration) },
  ),
  percentile(
    {
      name: 'p50_call_duration',
      label: 'Median call duration',
      good: null,
      description: 'Median of call_duration_sec, nearest rank.',
    },
    'call_duration_sec',
    50,
  ),
  percentile(
    {
      name: 'p90_call_duration',
      label: 'Call duration, 90th percentile',
      good: null,
      description: '90th percentile of call_duration_sec, nearest rank.',
    },
    'call_duration_sec',
    90,
  ),
  mean(
    {
      name: 'bot_duration',
      label: 'Average bot duration',
      unit: 'sec',
      good: null,
      description: 'Mean duration of the bot leg: up to the first Agent turn, else the whole call.',
    },
    { x: botDuration, n: ONE, where: isKnown(botDuration) },
  ),
  percentile(
    {
      name: 'p50_bot_duration',
      label: 'Median bot duration',
      good: null,
      description: 'Median duration of the bot leg, nearest rank.',
    },
    'bot_duration_sec',
    50,
  ),
  percentile(
    {
      name: 'p90_bot_duration',
      label: 'Bot duration, 90th percentile',
      good: null,
      description: '90th percentile of the duration of the bot leg, nearest rank.',
    },
    'bot_duration_sec',
    90,
  ),
  mean(
    {
      name: 'turns_per_session',
      label: 'Customer turns per session',
      unit: 'turns',
      good: null,
      description: 'Customer turns of the bot leg / sessions.',
    },
    { x: customerTurns, n: ONE },
  ),
  turnShare(
    {
      name: 'recognition_rate',
      label: 'Recognition rate',
      good: 'up',
      description:
        'Bot-leg Customer turns with an intent detected that is no fallback intent / those where detection said yes or no.',
    },
    { x: column('recognised_turns'), n: column('judged_turns') },
  ),
  turnShare(
    {
      name: 'no_match_rate',
      label: 'No-match rate',
      good: 'down',
      description:
        'Bot-leg NoMatch events / bot-leg Customer turns and NoInput events, in sessions with any event.',
    },
    {
      x: column('no_match_events'),
      n: sql`${customerTurns} + ${noInputEvents}`,
      where: column('has_event'),
    },
  ),
  turnShare(
    {
      name: 'no_input_rate',
      label: 'No-input rate',
      good: 'down',
      description:
        'Bot-leg NoInput events / bot-leg Customer turns and NoInput events, in sessions with any event.',
    },
    { x: noInputEvents, n: sql`${customerTurns} + ${noInputEvents}`, where: column('has_event') },
  ),
  mean(
    {
      name: 'mean_confidence',
      label: 'Mean confidence',
      unit: 'score',
      good: 'up',
      description: 'Mean confidence of all scored bot-leg Customer turns, recognised or not; n is turns.',
    },
    { x: column('confidence_micros'), n: column('scored_turns'), perUnit: 1_000_000, coarse: 1000 },
  ),
  share(
    {
      name: 'system_error_rate',
      label: 'System errors',
      good: 'down',
      description: 'Sessions with the system error flag Y / sessions.',
    },
    { numerator: isWord('system_error_flag', 'Y'), denominator: TRUE },
  ),
  ...(['Positive', 'Neutral', 'Negative'] as const).map(sentimentShare),
  {
    name: 'net_sentiment',
    label: 'Net sentiment',
    kind: 'rate',
    unit: 'share',
    good: 'up',
    additive: true,
    description: '(Positive − Negative) / sessions with a sentiment; from −1 to 1.',
    expression: {
      form: 'balance',
      plus: isWord('customer_sentiment', 'Positive'),
      minus: isWord('customer_sentiment', 'Negative'),
      denominator: isKnown(coded('customer_sentiment')),
    },
  },
];

export const METRICS_BY_NAME: ReadonlyMap<string, Metric> = new Map(
  METRICS.map((metric) => [metric.name, metric]),
);
