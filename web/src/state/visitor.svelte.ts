import type { Me } from '../../../src/server/api.ts';
import { api, onUnknown } from './api.ts';
import { Task } from './task.svelte.ts';

/** Who looks at the page, and what it may show them. Where the server does not say, the page asks, and is told then. */
class Visitor {
  me = $state.raw<Me | null>(null);
  /** Whether it was asked. */
  isKnown = $state(false);
  readonly login = new Task();
  #turn = 0;

  readonly mustLogIn = $derived(this.me?.asksForToken === true && this.me.role === null);
  /** Lists of calls, and what was said in them. */
  readonly seesCalls = $derived(this.me?.asksForToken !== true || this.me.role !== 'viewer');
  readonly annotates = $derived(this.me?.asksForToken !== true || this.me.role === 'admin');

  async recognise(): Promise<void> {
    // Whatever fails here fails for the page, too, and is said there.
    await this.#become(api.me().catch(() => null));
    this.isKnown = true;
  }

  /** False when it was refused; `login` says why. */
  async logIn(token: string): Promise<boolean> {
    await this.login.run(async (signal) => {
      await this.#become(api.logIn(token, signal));
    });
    return this.login.failure === null;
  }

  async logOut(): Promise<void> {
    await this.#become(api.logOut());
  }

  /** What was asked last counts: several questions may be refused at once, and the last answer come after a login. */
  async #become(answer: Promise<Me | null>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const me = await answer;
    if (turn === this.#turn) this.me = me;
  }
}

export const visitor = new Visitor();

// A session that is over shows at the next question.
onUnknown(() => {
  if (visitor.me?.role) void visitor.recognise();
});
