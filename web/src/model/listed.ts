import type { MetricInfo, SessionsQuestion } from '../../../src/server/api.ts';
import { lastDay, localDate } from './dates.ts';
import { type FieldFilter, filterOf } from './filters.ts';
import { days } from './format.ts';
import { holdingNote } from './holding.ts';
import { valueName } from './labels.ts';
import type { ListOrder } from './order.ts';
import type { PageScope } from './scope.ts';
import type { Listed, Part } from './view.ts';

/** That of the page, unless its number is of another period. */
export const scopeOfListed = ({ during }: Listed, scope: PageScope): PageScope => ({ ...scope, ...during });

/** The question whose answer is exactly the calls behind the number: of all calls of the page no part is to be named. */
export function callsOf(listed: Listed, scope: PageScope): SessionsQuestion {
  const { metric, part = 'numerator', holding } = listed;
  return {
    ...scopeOfListed(listed, scope),
    ...(metric === 'sessions' ? {} : { behind: { metric, part } }),
    ...(holding ? { holding } : {}),
  };
}

/** What is usual is not said, and so not in the address. */
export function orderedAs({ order: _, seed: __, ...listed }: Listed, order: ListOrder, seed = 1): Listed {
  return {
    ...listed,
    ...(order === 'newest' ? {} : { order }),
    ...(order === 'random' && seed !== 1 ? { seed } : {}),
  };
}

const NOUNS: Readonly<Record<string, string>> = {
  sessions: 'All calls',
  customers: 'Calls with a known customer',
  engaged_sessions: 'Engaged calls',
  resolution_rate: 'Resolved calls',
  escalation_rate: 'Escalated calls',
  abandonment_rate: 'Abandoned calls',
  status_missing_rate: 'Calls without a status',
  containment_rate: 'Contained calls',
  durable_resolution_rate: 'Durably resolved calls',
  repeat_contact_rate: 'Calls followed by another within 24 h',
  repeat_contact_rate_7d: 'Calls followed by another within 7 days',
  agent_request_rate: 'Calls that asked for an agent',
  system_error_rate: 'Calls with a system error',
  positive_rate: 'Calls of positive sentiment',
  neutral_rate: 'Calls of neutral sentiment',
  negative_rate: 'Calls of negative sentiment',
  net_sentiment: 'Calls of positive or negative sentiment',
  recognition_rate: 'Calls with a turn that was recognised',
  no_match_rate: 'Calls with a turn that was not understood',
  no_input_rate: 'Calls with a silence',
  mean_confidence: 'Calls with a scored turn',
};
const WHOLES: Readonly<Record<string, string>> = {
  status_missing_rate: 'All calls',
  agent_request_rate: 'All calls',
  system_error_rate: 'All calls',
  positive_rate: 'Calls with a sentiment',
  neutral_rate: 'Calls with a sentiment',
  negative_rate: 'Calls with a sentiment',
  net_sentiment: 'Calls with a sentiment',
  durable_resolution_rate: 'Calls with a status and a customer, whose window is over',
  repeat_contact_rate: 'Calls with a customer, whose window is over',
  repeat_contact_rate_7d: 'Calls with a customer, whose window is over',
  recognition_rate: 'Calls with a judged turn',
  no_match_rate: 'Calls with events',
  no_input_rate: 'Calls with events',
};

export const noun = ({ name, label }: Pick<MetricInfo, 'name' | 'label'>, part: Part): string =>
  part === 'denominator'
    ? (WHOLES[name] ?? 'Calls with a status')
    : (NOUNS[name] ?? `Calls with a ${label.toLowerCase().replace(/^average /, '')}`);

function named({ field, exclude, values }: FieldFilter): string {
  const names = values.map((value) =>
    value === null ? `${field.replace('_name', '').replaceAll('_', ' ')} (none)` : valueName(field, value),
  );
  return (exclude ? 'not ' : '') + names.join(' or ');
}

/** Heading of the list, as in "Resolved calls · Payment Issue · Jul 2025". */
export function titleOf(
  listed: Listed,
  metric: MetricInfo,
  filters: readonly FieldFilter[],
  timeZone: string,
): string {
  const chosen = listed.of.flatMap((field) => filterOf(filters, field) ?? []);
  const calls = noun(metric, listed.part ?? 'numerator');
  const held = listed.holding
    ? `${calls === 'All calls' ? 'Calls' : calls} ${holdingNote(listed.holding)}`
    : calls;
  const { during } = listed;
  const when = during ? [days(localDate(during.from, timeZone), lastDay(during.to, timeZone))] : [];
  return [held, ...chosen.map(named), ...when].join(' · ');
}
