import type { EarshotError } from '../base/errors.ts';

export type FailureKind = 'rate_limited' | 'server_error' | 'timed_out' | 'cut' | 'unreachable' | 'final';

interface Facts {
  /** What the server asks to wait; null when it does not tell. */
  readonly retryAfterMs?: number | null;
  /** The server may have made an answer, and charge for it. */
  readonly mayHaveCost?: boolean;
}

/** A request that brought no answer. */
export class CallFailure extends Error {
  readonly kind: FailureKind;
  /** What people are told when it is not asked again, or was asked too often. */
  readonly verdict: EarshotError;
  readonly retryAfterMs: number | null;
  readonly mayHaveCost: boolean;

  constructor(
    kind: FailureKind,
    verdict: EarshotError,
    { retryAfterMs = null, mayHaveCost = false }: Facts = {},
  ) {
    super(verdict.message);
    this.name = 'CallFailure';
    this.kind = kind;
    this.verdict = verdict;
    this.retryAfterMs = retryAfterMs;
    this.mayHaveCost = mayHaveCost;
  }
}
