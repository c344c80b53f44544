import { fromSearch, toSearch, type View } from '../model/url.ts';

/** The address is the state: every change is a step of the history. */
export class Router {
  view = $state.raw<View>(fromSearch(location.search));

  constructor() {
    addEventListener('popstate', () => {
      this.view = fromSearch(location.search);
    });
  }

  go(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    history.pushState(null, '', toSearch(this.view));
  }
}
