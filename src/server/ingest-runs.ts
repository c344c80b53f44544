import { EarshotError } from '../base/errors.ts';
import type { IngestRun } from './context.ts';

interface Running {
  readonly controller: AbortController;
  readonly done: Promise<unknown>;
}

/** At most one run that reads the whole bucket at a time: a sweep, or a rebuild. */
export class IngestRuns {
  #running: Running | undefined;
  #closed = false;

  /** @throws EarshotError `ingest_running`, `closing`; and what the run itself throws. */
  start<T>(work: (run: IngestRun) => Promise<T>, onProgress: IngestRun['onProgress']): Promise<T> {
    if (this.#running) {
      throw new EarshotError('conflict', 'ingest_running', 'Another ingest is running.', {
        hint: 'It reads the same bucket: wait for it, `earshot status` shows how far it is.',
      });
    }
    if (this.#closed) throw new EarshotError('conflict', 'closing', 'The server is closing.');
    const controller = new AbortController();
    const done = work({ onProgress, signal: controller.signal }).finally(() => {
      this.#running = undefined;
    });
    this.#running = { controller, done };
    return done;
  }

  /** Ends the run, if there is one, after the commit in hand. */
  interrupt(): boolean {
    this.#running?.controller.abort();
    return this.#running !== undefined;
  }

  /** Lets no other run start, ends this one, and waits until it has ended, however. */
  async close(): Promise<void> {
    this.#closed = true;
    this.interrupt();
    await this.#running?.done.catch(() => undefined);
  }
}
