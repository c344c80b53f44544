import { EarshotError } from '../base/errors.ts';
import type { IngestProgress, IngestReport } from './api.ts';
import type { ServerContext } from './context.ts';

interface Running {
  readonly controller: AbortController;
  readonly done: Promise<IngestReport>;
}

/** At most one ingest at a time. */
export class IngestRuns {
  readonly #ingest: ServerContext['ingest'];
  #running: Running | undefined;
  #closed = false;

  constructor(ingest: ServerContext['ingest']) {
    this.#ingest = ingest;
  }

  /** @throws EarshotError `ingest_running`, `closing`; and what the run itself throws. */
  start(onProgress: (progress: IngestProgress) => void): Promise<IngestReport> {
    if (this.#running) {
      throw new EarshotError('conflict', 'ingest_running', 'Another ingest is running.', {
        hint: 'It reads the same bucket: wait for it, `earshot status` shows how far it is.',
      });
    }
    if (this.#closed) throw new EarshotError('conflict', 'closing', 'The server is closing.');
    const controller = new AbortController();
    const done = this.#ingest({ onProgress, signal: controller.signal }).finally(() => {
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
