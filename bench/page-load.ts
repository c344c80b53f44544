import type { Catalog, Question } from '../src/server/api.ts';
import { addDays, daysBetween } from '../web/src/model/dates.ts';
import type { FieldFilter } from '../web/src/model/filters.ts';
import {
  grainFor,
  PRESETS,
  type Preset,
  type Span,
  spanOf,
  spanOfCalls,
  sparkGrainFor,
} from '../web/src/model/range.ts';
import { pageQuestions, scopeOf } from '../web/src/model/scope.ts';
import type { PlainSpan } from './plain-questions.ts';

/** What the page's second screen asks when it is scrolled to. */
const MORE = [
  'containment_rate',
  'durable_resolution_rate',
  'repeat_contact_rate_7d',
  'agent_request_rate',
  'recognition_rate',
  'no_match_rate',
  'no_input_rate',
  'mean_confidence',
  'net_sentiment',
  'system_error_rate',
];
/** What a click on a mark filters by, on this page and on the others. */
const CLICKS: readonly FieldFilter[] = [
  { field: 'topic_name', exclude: false, values: ['Payment Issue'] },
  { field: 'resolution_status', exclude: false, values: ['Escalated'] },
  { field: 'month', exclude: false, values: ['2025-11-01'] },
  { field: 'topic_name', exclude: false, values: ['Internet Outage', 'No Signal'] },
  { field: 'customer_sentiment', exclude: false, values: ['Negative'] },
  { field: 'region', exclude: false, values: ['North'] },
];

export type Questions = Readonly<Record<string, Question>>;

/** Ranges and filters that change from load to load. */
export class PageLoads {
  readonly #catalog: Catalog;
  readonly #calls: Span;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    const calls = spanOfCalls(catalog);
    if (!calls) throw new Error('The warehouse is empty.');
    this.#calls = calls;
  }

  /** All questions of the overview, by panel. */
  overview(index: number): Questions {
    return this.#questions(this.#span(index), this.#filters(index));
  }

  /** Of a click: its charts and key figures, but for the customers. */
  click(index: number): { readonly charts: Questions; readonly customers: Question } {
    const { more: _, kpis, spark, ...charts } = this.#questions(this.#default(), [this.clicked(index)]);
    if (!kpis || !spark) throw new Error('The page asks for key figures.');
    const without = (question: Question): Question => ({
      ...question,
      metrics: question.metrics.filter((name) => name !== 'customers'),
    });
    return {
      charts: { ...charts, kpis: without(kpis), spark: without(spark) },
      customers: { ...kpis, metrics: ['customers'] },
    };
  }

  clicked(index: number): FieldFilter {
    const filter = CLICKS[index % CLICKS.length];
    if (!filter) throw new Error('There are clicks.');
    return filter;
  }

  scopeOfClick(index: number) {
    return scopeOf(this.#default(), this.#catalog.timeZone, [this.clicked(index)]);
  }

  plain(index: number): PlainSpan {
    const { from, to } = this.#span(index);
    const days = daysBetween(from, to);
    const [filter] = this.#filters(index);
    const spark = sparkGrainFor(days);
    const before = addDays(from, -Math.ceil(days / 7) * 7);
    return {
      from,
      to,
      before,
      spark,
      chart: grainFor(days),
      topicType: filter?.values[0]?.toString() ?? null,
    };
  }

  #default(): Span {
    return spanOf({ preset: '26w' }, this.#calls);
  }

  #span(index: number): Span {
    const presets = Object.keys(PRESETS) as Preset[];
    return spanOf({ preset: presets[index % presets.length] ?? 'all' }, this.#calls);
  }

  /** Every other load is of all calls, as the page opens. */
  #filters(index: number): FieldFilter[] {
    const types = this.#catalog.topicTypes;
    if (index % 2 === 0) return [];
    return [{ field: 'topic_type', exclude: false, values: [types[(index >> 1) % types.length] ?? null] }];
  }

  #questions(span: Span, filters: readonly FieldFilter[]): Questions {
    const scope = scopeOf(span, this.#catalog.timeZone, filters);
    const days = daysBetween(span.from, span.to);
    const asked = pageQuestions(scope, {
      compare: 'previous_period',
      chartGrain: grainFor(days),
      sparkGrain: sparkGrainFor(days),
      trendMetric: 'resolution_rate',
      topicMetric: 'resolution_rate',
    });
    const more: Question = { ...scope, metrics: MORE, compare: 'previous_period' };
    const questions = Object.entries({ ...asked, more }).filter(([, question]) => question !== null);
    return Object.fromEntries(questions) as Questions;
  }
}
