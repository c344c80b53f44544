import { Failure } from './api.ts';

const running = new Set<Promise<void>>();

/** When nothing that was begun, nor what came of it, is still loading. */
export async function allLoaded(): Promise<void> {
  while (running.size > 0) await Promise.allSettled([...running]);
}

/** One thing at a time: a newer run cancels the older, and only the newest may leave a result. */
export class Task {
  running = $state(false);
  failure = $state<Failure | null>(null);
  #abort: AbortController | null = null;

  run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const run = this.#run(work).finally(() => running.delete(run));
    running.add(run);
    return run;
  }

  async #run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.running = true;
    this.failure = null;
    try {
      await work(abort.signal);
    } catch (cause) {
      if (abort.signal.aborted) return;
      this.failure = cause instanceof Failure ? cause : new Failure(String(cause), '');
    }
    if (this.#abort === abort) this.running = false;
  }

  stop(): void {
    this.#abort?.abort();
    this.running = false;
    this.failure = null;
  }
}
