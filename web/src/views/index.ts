import type { Component } from 'svelte';
import type { PageName } from '../model/view.ts';
import type { Ask } from '../state/ask.ts';
import type { Context, LoadView, ViewData } from '../state/context.ts';
import Associations from './Associations.svelte';
import { loadAssociations } from './associations.ts';
import Bot from './Bot.svelte';
import { loadBot } from './bot.ts';
import Calls from './Calls.svelte';
import Customers from './Customers.svelte';
import { loadCalls } from './calls.ts';
import { loadCustomers } from './customers.ts';
import Data from './Data.svelte';
import { loadData } from './data.ts';
import Overview from './Overview.svelte';
import { loadOverview } from './overview.ts';
import Sentiment from './Sentiment.svelte';
import { loadSentiment } from './sentiment.ts';
import Time from './Time.svelte';
import { loadTime } from './time.ts';

interface Drawn {
  readonly data: ViewData;
  readonly context: Context;
}
interface AnyView {
  readonly component: Component<Drawn>;
  readonly load: (ask: Ask, context: Context) => Promise<ViewData>;
}

/** A view draws only what its own loader has loaded: held here, where the two are put together. */
function view<T extends ViewData>(
  component: Component<{ data: T; context: Context }>,
  load: (ask: Ask, context: Context) => Promise<T>,
): AnyView {
  return { component: component as unknown as Component<Drawn>, load };
}

export const VIEWS: Readonly<Record<PageName, AnyView>> = {
  overview: view(Overview, loadOverview),
  time: view(Time, loadTime),
  sentiment: view(Sentiment, loadSentiment),
  customers: view(Customers, loadCustomers),
  associations: view(Associations, loadAssociations),
  bot: view(Bot, loadBot),
  calls: view(Calls, loadCalls),
  data: view(Data, loadData),
};

export const loadView: LoadView = (ask, context, page) => VIEWS[page].load(ask, context);
