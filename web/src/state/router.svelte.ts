import { correction, fromSearch, toSearch, type View } from '../model/url.ts';

/** The address is the state: every change is a step of the history. */
export class Router {
  view = $state.raw<View>(fromSearch(location.search));

  constructor() {
    this.#correct();
    addEventListener('popstate', () => {
      this.view = fromSearch(location.search);
      this.#correct();
    });
  }

  go(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    history.pushState(null, '', toSearch(this.view));
  }

  /** A shared address must not say other than what its page shows. */
  #correct(): void {
    const shown = correction(location.search);
    if (shown !== null) history.replaceState(null, '', shown + location.hash);
  }
}
