import type { Catalog, Status } from '../../../src/server/api.ts';
import { daysBetween } from '../model/dates.ts';
import { type Page, pageOf } from '../model/page.ts';
import { grainFor, type Span, spanOf, spanOfCalls, sparkGrainFor } from '../model/range.ts';
import { type PageScope, pageQuestions, scopeOf, topicTypeQuestion } from '../model/scope.ts';
import type { View } from '../model/url.ts';
import { countOf, keyed } from '../model/values.ts';
import { api } from './api.ts';
import { Task } from './task.svelte.ts';

type Asked = Pick<View, 'range' | 'topicTypes' | 'grain'>;
interface Loaded {
  readonly page: Page;
  readonly scope: PageScope;
  readonly at: Date;
}

/** Everything the page shows under one range and filter. What was loaded stays until newer has come. */
export class Dashboard {
  catalog = $state.raw<Catalog | null>(null);
  /** From first to newest; null before the catalog is there, and in an empty warehouse. */
  calls = $state.raw<Span | null>(null);
  status = $state.raw<Status | null>(null);
  loaded = $state.raw<Loaded | null>(null);
  topicTypeCounts = $state.raw<ReadonlyMap<string | null, number>>(new Map());
  readonly task = new Task();
  readonly ledger = new Task();
  readonly #counting = new Task();
  readonly #checking = new Task();

  /** loading, empty, error or ready: what the whole page is. */
  get state(): 'loading' | 'empty' | 'error' | 'ready' {
    if (this.task.failure) return 'error';
    if (this.task.running || !this.catalog) return 'loading';
    return !this.calls || this.loaded?.page.sessions === 0 ? 'empty' : 'ready';
  }

  /** A change of filter asks the questions alone; the catalog again only when the data has changed since. */
  load(asked: Asked): Promise<void> {
    return this.task.run(async (signal) => {
      const known = this.catalog;
      const version = known && (await this.#loadPage(asked, known, signal));
      if (known && version === known.dataVersion) return;
      const catalog = await api.catalog(signal);
      // Computed here, where what it throws is caught, and not while the page is drawn.
      this.calls = spanOfCalls(catalog);
      this.catalog = catalog;
      await this.#loadPage(asked, catalog, signal);
    });
  }

  /** For a page that comes back into view, perhaps a night later: loads again only when the data has changed. */
  async refresh(asked: Asked): Promise<void> {
    if (this.task.running || !this.catalog) return;
    const version = this.catalog.dataVersion;
    await this.#checking.run(async (signal) => {
      const { dataVersion } = await api.catalog(signal);
      if (dataVersion !== version) void this.load(asked);
    });
  }

  /** Asked only when the panel of files and records opens: it counts every record. */
  loadStatus(): Promise<void> {
    return this.ledger.run(async (signal) => {
      this.status = await api.status(signal);
    });
  }

  /** Asked only when the filter opens. */
  countTopicTypes(): Promise<void> {
    return this.#counting.run(async (signal) => {
      if (!this.loaded) return;
      const answer = await api.query(topicTypeQuestion(this.loaded.scope), signal);
      const rows = keyed(answer, 'topic_type');
      this.topicTypeCounts = new Map([...rows].map(([type, row]) => [type, countOf(row, 'sessions')]));
    });
  }

  /** Answers with the version of the data that it shows; null when there are no calls at all. */
  async #loadPage(asked: Asked, catalog: Catalog, signal: AbortSignal): Promise<number | null> {
    const { calls } = this;
    if (!calls) return null;
    const span = spanOf(asked.range, calls);
    const length = daysBetween(span.from, span.to);
    const [grain, sparkGrain] = [asked.grain ?? grainFor(length), sparkGrainFor(length)];
    const scope = scopeOf(span, catalog.timeZone, asked.topicTypes);
    const questions = pageQuestions(scope, grain, sparkGrain);
    const [kpis, topics, spark, chart] = await Promise.all([
      api.query(questions.kpis, signal),
      api.query(questions.topics, signal),
      api.query(questions.spark, signal),
      questions.chart && api.query(questions.chart, signal),
    ]);
    const answers = { kpis, topics, spark, chart: chart ?? spark };
    const page = pageOf(answers, { span, calls, grain, sparkGrain }, catalog.metrics);
    this.loaded = { page, scope, at: new Date() };
    return kpis.dataVersion;
  }
}
