import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { EarshotError } from '../base/errors.ts';
import { CallFailure } from './call-failure.ts';

const RETRIES = 5;
const MAX_BACK_OFF_MS = 30_000;
/** Whoever asks to wait longer than this has closed for the day. */
const MAX_RETRY_AFTER_MS = 300_000;

export interface RetryEffects {
  readonly signal: AbortSignal;
  /** The first wait; each next one is twice as long, up to half a minute, with chance added. */
  readonly backOffMs: number;
  /** Whether this server has ever answered: one that never did is not there, and waiting will not help. */
  hasAnswered(): boolean;
  failed(failure: CallFailure): void;
}

/** Tries until it works. Retry-After is waited for in addition to the back-off, so that callers do not come back all at once. */
export function withRetries<T>(attempt: () => Promise<T>, effects: RetryEffects): Promise<T> {
  const { signal, backOffMs } = effects;
  return pRetry(attempt, {
    retries: RETRIES,
    minTimeout: backOffMs,
    maxTimeout: MAX_BACK_OFF_MS,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => isTransient(error, effects),
    onFailedAttempt: async ({ error, retriesLeft }) => {
      if (!(error instanceof CallFailure)) return;
      effects.failed(error);
      if (error.retryAfterMs === null || retriesLeft === 0 || !isTransient(error, effects)) return;
      if (error.retryAfterMs > MAX_RETRY_AFTER_MS) throw tooLong(error.retryAfterMs);
      await sleep(error.retryAfterMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
  });
}

function isTransient(error: Error, { hasAnswered }: RetryEffects): boolean {
  if (!(error instanceof CallFailure) || error.kind === 'final') return false;
  return error.kind !== 'unreachable' || hasAnswered();
}

function tooLong(retryAfterMs: number): EarshotError {
  const minutes = Math.ceil(retryAfterMs / 60_000);
  return new EarshotError(
    'environment',
    'llm_rate_limited',
    `The server takes no more requests for ${minutes} minutes.`,
    {
      hint: 'Try again then.',
      facts: { retryAfterSec: Math.ceil(retryAfterMs / 1000) },
    },
  );
}
