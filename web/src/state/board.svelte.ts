import { getContext, setContext } from 'svelte';
import type { Catalog, Holding, MetricInfo, Status } from '../../../src/server/api.ts';
import { daysBetween } from '../model/dates.ts';
import {
  choose,
  type Dims,
  type FieldFilter,
  filterOf,
  passes,
  type Value,
  withFilter,
  withoutFields,
} from '../model/filters.ts';
import { orderedAs } from '../model/listed.ts';
import { type Span, shownGrain, spanOf, spanOfCalls, sparkGrainFor } from '../model/range.ts';
import { scopeOf } from '../model/scope.ts';
import type { Instants, PageName, Part, View } from '../model/view.ts';
import { api } from './api.ts';
import { Answers, Ask } from './ask.ts';
import type { Context, LoadView } from './context.ts';
import { Notes } from './notes.svelte.ts';
import { Router } from './router.svelte.ts';
import { Task } from './task.svelte.ts';

interface Loaded {
  readonly page: PageName;
  readonly data: { readonly sessions: number };
  readonly context: Context;
  readonly at: Date;
}

/** A mark: the metric that it shows, and what it stands for on its axes. */
export interface Mark {
  readonly metric: string;
  readonly part?: Part;
  readonly holding?: Holding;
  readonly during?: Instants;
  readonly dims: Dims;
}

/** What all views share: the address, the data that is shown, and what is chosen in it. What was loaded stays until newer has come. */
export class Board {
  readonly router = new Router();
  catalog = $state.raw<Catalog | null>(null);
  status = $state.raw<Status | null>(null);
  loaded = $state.raw<Loaded | null>(null);
  /** Under the pointer or the focus, highlighted in every chart that has the field. */
  hover = $state.raw<{ readonly field: string; readonly value: Value } | null>(null);
  readonly task = new Task();
  readonly ledger = new Task();
  readonly notes = new Notes();
  readonly #checking = new Task();
  readonly #answers = new Answers();

  readonly view: View = $derived(this.router.view);
  readonly timeZone = $derived(this.view.timeZone ?? this.catalog?.timeZone ?? 'UTC');
  /** From first to newest; null before the catalog is there, and in an empty warehouse. */
  readonly calls: Span | null = $derived(
    this.catalog && spanOfCalls({ ...this.catalog, timeZone: this.timeZone }),
  );
  readonly span: Span | null = $derived(this.calls && spanOf(this.view.range, this.calls));

  /** loading, empty, error or ready: what the whole page is. */
  get state(): 'loading' | 'empty' | 'error' | 'ready' {
    if (this.task.failure) return 'error';
    if (this.task.running || !this.catalog) return 'loading';
    return !this.calls || this.loaded?.data.sessions === 0 ? 'empty' : 'ready';
  }

  /** A change of filter asks the questions alone; the catalog again only when the data has changed since. */
  load(view: View, loadView: LoadView): Promise<void> {
    return this.task.run(async (signal) => {
      const version = this.catalog && (await this.#loadPage(view, this.catalog, loadView, signal));
      if (this.catalog && version === this.catalog.dataVersion) return;
      const catalog = await api.catalog(signal);
      this.#answers.at(catalog.dataVersion);
      this.catalog = catalog;
      const listed = view.calls?.metric;
      if (listed && !catalog.metrics.some(({ name }) => name === listed))
        this.router.correct({ calls: null });
      await this.#loadPage(view, catalog, loadView, signal);
    });
  }

  /** Nothing that was answered before is taken for granted. */
  retry(view: View, loadView: LoadView): Promise<void> {
    this.#answers.forget();
    return this.load(view, loadView);
  }

  /** For a page that comes back into view, perhaps a night later: loads again only when the data has changed. */
  async refresh(again: () => void): Promise<void> {
    if (this.task.running || !this.catalog) return;
    const version = this.catalog.dataVersion;
    await this.#checking.run(async (signal) => {
      const { dataVersion } = await api.catalog(signal);
      if (dataVersion === version) return;
      this.#answers.forget();
      again();
    });
  }

  /** Asked only when files and records are shown: it counts every record. */
  loadStatus(): Promise<void> {
    return this.ledger.run(async (signal) => {
      this.status = await api.status(signal);
    });
  }

  /** For what loads beside the page, in its own time. */
  ask(signal: AbortSignal): Ask {
    return new Ask(this.#answers, signal);
  }

  metric(name: string): MetricInfo {
    const found = this.catalog?.metrics.find((metric) => metric.name === name) ?? this.catalog?.metrics[0];
    if (!found) throw new Error('No metric is known before the catalog is.');
    return found;
  }

  option(panel: string, name: string, fallback: string): string {
    return this.view.options[`${panel}.${name}`] ?? fallback;
  }

  setOption(panel: string, name: string, value: string, fallback: string): void {
    const { [`${panel}.${name}`]: _, ...others } = this.view.options;
    this.router.go({ options: value === fallback ? others : { ...others, [`${panel}.${name}`]: value } });
  }

  /** Filters by what a mark stands for, and lists its calls. */
  select({ metric, part, holding, during, dims }: Mark, add = false): void {
    const filters = choose(this.view.filters, dims, add);
    const of = Object.keys(dims).filter((field) => filterOf(filters, field));
    const listed = {
      metric,
      ...(part ? { part } : {}),
      ...(holding ? { holding } : {}),
      ...(during ? { during } : {}),
      of,
    };
    // An order that was chosen for one list is kept for the next.
    const { order = 'newest', seed } = this.view.calls ?? {};
    this.router.go({
      filters,
      calls: orderedAs(listed, order, seed),
      call: null,
    });
  }

  /** Takes the last choice back: its filters and its list. */
  clear(): void {
    const { calls, filters } = this.view;
    if (calls) this.router.go({ filters: withoutFields(filters, calls.of), calls: null, call: null });
  }

  filter(filter: FieldFilter): void {
    this.router.go({ filters: withFilter(this.view.filters, filter) });
  }

  /** How a mark stands to the filters and to what is under the pointer; dims that are undefined are no matter. */
  look(dims: Dims): 'lit' | 'dim' | '' {
    const pairs = Object.entries(dims).filter(([, value]) => value !== undefined);
    const { hover } = this;
    if (hover && pairs.some(([field, value]) => field === hover.field && value === hover.value)) return 'lit';
    const isIn = pairs.every(([field, value]) => passes(filterOf(this.view.filters, field), value ?? null));
    return isIn ? '' : 'dim';
  }

  /** Whether a filter keeps this mark by name. */
  isChosen(dims: Dims): boolean {
    return Object.entries(dims).some(([field, value]) => {
      const filter = filterOf(this.view.filters, field);
      return filter !== undefined && !filter.exclude && filter.values.includes(value ?? null);
    });
  }

  /** Answers with the version of the data that it shows; null when there are no calls at all. */
  async #loadPage(
    view: View,
    catalog: Catalog,
    loadView: LoadView,
    signal: AbortSignal,
  ): Promise<number | null> {
    const timeZone = view.timeZone ?? catalog.timeZone;
    const calls = spanOfCalls({ ...catalog, timeZone });
    if (!calls) return null;
    const span = spanOf(view.range, calls);
    const length = daysBetween(span.from, span.to);
    const context: Context = {
      catalog,
      calls,
      span,
      grain: shownGrain(view.grain, length),
      sparkGrain: sparkGrainFor(length),
      compare: view.compare,
      scope: scopeOf(span, timeZone, view.filters, view.base),
      option: (panel, name, fallback) => view.options[`${panel}.${name}`] ?? fallback,
      metric: (name) => this.metric(name),
    };
    const ask = this.ask(signal);
    const data = await loadView(ask, context, view.page);
    this.loaded = { page: view.page, data, context, at: new Date() };
    return ask.version ?? catalog.dataVersion;
  }
}

const KEY = Symbol('board');
export const provideBoard = (board: Board): Board => setContext(KEY, board);
export const useBoard = (): Board => getContext(KEY);
