import type { Clock } from '../base/clock.ts';
import { EarshotError, messageOf } from '../base/errors.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Commit, CommitReport, Warehouse } from '../warehouse/warehouse.ts';

/** A batch that the warehouse refuses whichever others come with it. */
export interface Culprit {
  readonly batch: StagedBatch;
  /** As BigQuery names it, as in `invalid`. */
  readonly reason: string;
  readonly detail: string;
}

export interface Sifted {
  readonly report: CommitReport;
  readonly culprits: readonly Culprit[];
}

/** Those of BigQuery's reasons that speak of what was to be loaded: https://cloud.google.com/bigquery/docs/error-messages */
const OF_THE_DATA = new Set(['invalid', 'invalidQuery', 'notFound', 'resourcesExceeded', 'responseTooLarge']);
/** Two writers met; the reason is that of a bad query. */
const OF_TWO_WRITERS = /concurrent update|transaction is aborted/i;
/** So many are no matter of single objects: the dataset is at fault. */
const MOST_CULPRITS = 20;

/**
 * One commit of all; where the warehouse refuses it for what it holds, halves, and halves of those, until what is at fault stands
 * alone. Each half is a commit of its own: what went before stays.
 * @throws what a commit throws that may pass, or that is no matter of single batches
 */
export async function sift(
  warehouse: Warehouse,
  commit: Omit<Commit, 'feed'>,
  clock: Clock,
): Promise<Sifted> {
  const { batches = [], ...rest } = commit;
  const culprits: Culprit[] = [];
  const tried = await committed(warehouse, commit, clock);
  if (!('reason' in tried)) return { report: tried, culprits };
  // What comes with the batches goes first, and alone.
  let report = await warehouse.commit(rest, clock);
  const { again, runStartedAt } = rest;
  const run = { ...(again && { again }), ...(runStartedAt && { runStartedAt }) };
  const waiting = batches.length > 1 ? halvesOf(batches) : [batches];
  for (let half = waiting.shift(); half !== undefined; half = waiting.shift()) {
    const outcome = await committed(warehouse, { batches: half, ...run }, clock);
    if (!('reason' in outcome)) report = sumOf(report, outcome);
    else if (half.length > 1) waiting.unshift(...halvesOf(half));
    else if (half[0]) culprits.push({ batch: half[0], reason: outcome.reason, detail: outcome.detail });
    if (culprits.length > MOST_CULPRITS && 'error' in outcome) throw outcome.error;
  }
  return { report, culprits };
}

type Refusal = Omit<Culprit, 'batch'> & { readonly error: unknown };

async function committed(
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

/** A refusal may quote what it could not read: what callers said has no place in logs and reasons. */
const withoutValues = (message: string): string => message.replace(/(?<!\w)'[^']*'?|"[^"]*"?|`[^`]*`?/g, '…');

/** Null for what may pass, and for what has nothing to do with what was to be loaded. */
function reasonOf(error: unknown): string | null {
  if (!(error instanceof EarshotError)) return null;
  // More days at once than a job may change: halves have fewer.
  if (error.code === 'too_many_days') return error.code;
  if (error.code !== 'commit_failed') return null;
  if (OF_TWO_WRITERS.test(error.message)) return null;
  const cause = error.cause instanceof EarshotError ? error.cause : error;
  const reason = String(cause.facts.reason ?? '');
  return OF_THE_DATA.has(reason) ? reason : null;
}

function halvesOf(batches: readonly StagedBatch[]): (readonly StagedBatch[])[] {
  const middle = Math.ceil(batches.length / 2);
  return [batches.slice(0, middle), batches.slice(middle)];
}

const sumOf = (one: CommitReport, other: CommitReport): CommitReport => ({
  dataVersion: other.dataVersion,
  objects: one.objects + other.objects,
  sessions: one.sessions + other.sessions,
});
