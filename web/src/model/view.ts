import type { Base, Comparison, Holding } from '../../../src/server/api.ts';
import type { Grain } from './dates.ts';
import type { FieldFilter } from './filters.ts';
import type { ListOrder } from './order.ts';
import { DEFAULT_RANGE, type Range } from './range.ts';

export const PAGES = {
  overview: 'Overview',
  time: 'Time',
  sentiment: 'Sentiment',
  customers: 'Customers',
  associations: 'Associations',
  bot: 'Bot',
  calls: 'Calls',
  data: 'Data',
} as const;
export type PageName = keyof typeof PAGES;
export const PAGE_NAMES = Object.keys(PAGES) as PageName[];

export type Part = 'numerator' | 'denominator';

/** From one, in ISO 8601, to the other, which is excluded. */
export interface Instants {
  readonly from: string;
  readonly to: string;
}

/** The number whose calls are listed: a metric under the filters of the page. */
export interface Listed {
  readonly metric: string;
  readonly part?: Part;
  /** What its calls hold beside, where no metric says it. */
  readonly holding?: Holding;
  /** Where they are of another period than the page, as the one before. */
  readonly during?: Instants;
  /** The newest first where nothing is said; a random sample has a seed, 1 where nothing is said. */
  readonly order?: ListOrder;
  readonly seed?: number;
  /** Fields whose filters the chosen mark has set: they go when the choice is cleared. */
  readonly of: readonly string[];
}

/** All that the address says: what is asked, how it is shown, and what is open. */
export interface View {
  readonly page: PageName;
  readonly range: Range;
  readonly compare: Comparison | 'none';
  /** null is the reporting zone of the settings. */
  readonly timeZone: string | null;
  readonly base: Base;
  readonly filters: readonly FieldFilter[];
  /** Of charts over time; null lets the range decide. */
  readonly grain: Grain | null;
  /** What a chart was switched to, as `topics.metric`: `net_sentiment`. */
  readonly options: Readonly<Record<string, string>>;
  readonly calls: Listed | null;
  readonly call: string | null;
}

export const DEFAULT_VIEW: View = {
  page: 'overview',
  range: DEFAULT_RANGE,
  compare: 'previous_period',
  timeZone: null,
  base: 'all',
  filters: [],
  grain: null,
  options: {},
  calls: null,
  call: null,
};
