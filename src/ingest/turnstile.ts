/** Many may be inside at once, or one alone. Who wants to be alone waits for those inside, and whoever comes later waits for it. */
export class Turnstile {
  #inside = 0;
  #last: Promise<void> = Promise.resolve();
  #emptied: (() => void) | undefined;

  async shared<T>(work: () => Promise<T>): Promise<T> {
    await this.#last;
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      if (this.#inside === 0) this.#emptied?.();
    }
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    let leave: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    try {
      await before;
      await this.#empty();
      return await work();
    } finally {
      leave();
    }
  }

  async #empty(): Promise<void> {
    if (this.#inside === 0) return;
    await new Promise<void>((resolve) => {
      this.#emptied = resolve;
    });
    this.#emptied = undefined;
  }
}
