import { correction, fromSearch, toSearch } from '../model/url.ts';
import type { View } from '../model/view.ts';

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

  /** Another page closes what is open on this one. */
  go(change: Partial<View>): void {
    this.view = this.#after(change);
    if (toSearch(this.view) !== location.search) history.pushState(null, '', toSearch(this.view));
  }

  /** An address of the page, as it was saved. */
  open(search: string): void {
    this.go(fromSearch(search));
  }

  /** An address that asks for what there is not says so no longer. */
  correct(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    history.replaceState(null, '', toSearch(this.view));
  }

  hrefOf(change: Partial<View>): string {
    return toSearch(this.#after(change));
  }

  #after(change: Partial<View>): View {
    const leaves = change.page !== undefined && change.page !== this.view.page;
    return { ...this.view, ...(leaves ? { calls: null, call: null } : {}), ...change };
  }

  /** A shared address must not say other than what its page shows. */
  #correct(): void {
    const shown = correction(location.search);
    if (shown !== null) history.replaceState(null, '', shown + location.hash);
  }
}
