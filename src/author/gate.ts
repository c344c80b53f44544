import { setMaxListeners } from 'node:events';
import type { EarshotError } from '../base/errors.ts';

/** Whether a run goes on. It closes once, for the first reason that there is. */
export class Gate {
  reason: EarshotError | null = null;
  private readonly controller = new AbortController();
  private readonly outer: AbortSignal | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.outer = signal;
    // Each request under way listens.
    setMaxListeners(0, this.controller.signal);
    if (signal?.aborted) this.controller.abort(signal.reason);
    signal?.addEventListener('abort', () => this.controller.abort(signal.reason), { once: true });
  }

  /** Aborted when requests under way are to end too. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isInterrupted(): boolean {
    return this.outer?.aborted === true;
  }

  get isOpen(): boolean {
    return this.reason === null && !this.signal.aborted;
  }

  /** No more calls are begun. */
  close(reason: EarshotError): void {
    this.reason ??= reason;
  }

  /** And those under way end at once. */
  slam(reason: EarshotError): void {
    this.close(reason);
    this.abort(reason);
  }

  abort(reason: unknown): void {
    this.controller.abort(reason);
  }
}
