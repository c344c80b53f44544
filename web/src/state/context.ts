import type { Catalog, MetricInfo } from '../../../src/server/api.ts';
import type { Grain } from '../model/dates.ts';
import type { Span } from '../model/range.ts';
import type { PageScope } from '../model/scope.ts';
import type { PageName, View } from '../model/view.ts';
import type { Ask } from './ask.ts';

/** What a view is loaded, and then drawn, under. */
export interface Context {
  readonly catalog: Catalog;
  readonly calls: Span;
  readonly span: Span;
  readonly grain: Grain;
  readonly sparkGrain: Grain;
  readonly compare: View['compare'];
  readonly scope: PageScope;
  readonly option: (panel: string, name: string, fallback: string) => string;
  /** A name that the catalog does not know, as of an old address, is the first metric. */
  readonly metric: (name: string) => MetricInfo;
}

/** How many calls the filters leave: none, and the page says so in place of the view. */
export interface ViewData {
  readonly sessions: number;
}

export type LoadView = (ask: Ask, context: Context, page: PageName) => Promise<ViewData>;
