import type { Clock } from '../base/clock.ts';
import { EarshotError, messageOf } from '../base/errors.ts';
import type { Commit, CommitReport, Warehouse } from '../warehouse/warehouse.ts';

/** A commit that the warehouse refuses for what is in it, or for what it would read. */
export interface Refusal {
  /** As BigQuery names it, as in `invalid`; or a code of ours. */
  readonly reason: string;
  readonly detail: string;
  readonly error: unknown;
}

/** The code of a commit that would read more than it may. */
export const OVER_BUDGET = 'over_budget';
/** Those of BigQuery's reasons that speak of what was to be loaded: https://cloud.google.com/bigquery/docs/error-messages */
const OF_THE_DATA = new Set(['invalid', 'invalidQuery', 'notFound', 'resourcesExceeded', 'responseTooLarge']);
/** Two writers met; the reason is that of a bad query. */
const OF_TWO_WRITERS = /concurrent update|transaction is aborted/i;

/** @throws what a commit throws that may pass, or has nothing to do with what is in it */
export async function committed(
  warehouse: Warehouse,
  commit: Commit,
  clock: Clock,
): Promise<CommitReport | Refusal> {
  try {
    return await warehouse.commit(commit, clock);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return { reason, detail: withoutValues(messageOf(error)), error };
  }
}

export const isRefusal = (outcome: CommitReport | Refusal): outcome is Refusal => 'reason' in outcome;

/** A refusal may quote what it could not read: what callers said has no place in logs and reasons. */
const withoutValues = (message: string): string => message.replace(/(?<!\w)'[^']*'?|"[^"]*"?|`[^`]*`?/g, '…');

function reasonOf(error: unknown): string | null {
  if (!(error instanceof EarshotError)) return null;
  // More days at once than a job may change, or more to read: halves have fewer.
  if (error.code === 'too_many_days' || error.code === OVER_BUDGET) return error.code;
  if (error.code !== 'commit_failed') return null;
  if (OF_TWO_WRITERS.test(error.message)) return null;
  const cause = error.cause instanceof EarshotError ? error.cause : error;
  const reason = String(cause.facts.reason ?? '');
  return OF_THE_DATA.has(reason) ? reason : null;
}
