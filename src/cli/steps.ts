import type { Clock } from '../base/clock.ts';

/** The result of a step and how long it took. */
export async function timed<T>(clock: Clock, step: () => Promise<T>): Promise<{ value: T; millis: number }> {
  const start = clock.now().getTime();
  const value = await step();
  return { value, millis: clock.now().getTime() - start };
}

/** For work that only reads: rejects with the signal's reason as soon as Ctrl-C comes. */
export function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([work, interruption(signal).then(() => Promise.reject(signal.reason))]);
}

/** Resolves when Ctrl-C comes. Waiting for it keeps nothing alive. */
export function interruption(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
