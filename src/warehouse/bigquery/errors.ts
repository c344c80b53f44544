import { EarshotError, messageOf } from '../../base/errors.ts';
import { isAboutCredentials, NO_CREDENTIALS } from '../../base/google-credentials.ts';
import { isUnreachable, UNREACHABLE } from '../../base/google-network.ts';
import type { BigQueryPlace } from '../../base/places.ts';

interface ApiError {
  readonly code?: number | string;
  readonly errors?: readonly { readonly reason?: string; readonly message?: string }[];
}

const codeOf = (error: unknown): number => Number((error as ApiError | undefined)?.code);
const reasonsOf = (error: unknown): string[] =>
  ((error as ApiError | undefined)?.errors ?? []).map(({ reason }) => reason ?? '');

export const isMissing = (error: unknown): boolean => codeOf(error) === 404;
/** A job or a table of that name is there. */
export const isKnown = (error: unknown): boolean => codeOf(error) === 409;

const PASSING = new Set([429, 500, 502, 503, 504]);
/** As Google's own guide to errors says; a daily quota does not pass in time. */
const PASSING_REASONS = new Set([
  'rateLimitExceeded',
  'jobRateLimitExceeded',
  'backendError',
  'internalError',
  'jobBackendError',
  'jobInternalError',
]);

/** What a transaction says of a warehouse that another writer has changed after it was prepared. */
export const DATA_MOVED = 'Earshot: another writer has changed the data';
/** Of two transactions on one table, or of a transaction and a statement, the later one is cancelled. */
const CONFLICT = /aborted due to concurrent update|could not serialize access/i;
/** A table of a write that another process has ended, or that was at it for days. */
const SCRATCH_GONE = /not found: table \S*scratch_|table \S*scratch_\S* (was not found|does not exist)/i;

export function mayPass(error: unknown): boolean {
  if (error instanceof EarshotError) return false;
  return (
    PASSING.has(codeOf(error)) ||
    CONFLICT.test(messageOf(error)) ||
    reasonsOf(error).some((reason) => PASSING_REASONS.has(reason)) ||
    isLostConnection(error)
  );
}

/** Whether nobody knows what became of what was asked for. */
export function isLostConnection(error: unknown): boolean {
  return /ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|socket hang up|premature close|network/i.test(
    `${(error as ApiError | undefined)?.code ?? ''} ${messageOf(error)}`,
  );
}

/** What a refusal of BigQuery means to the person whose dataset it is. */
export function bigQueryTrouble(error: unknown, place: BigQueryPlace): EarshotError {
  if (error instanceof EarshotError) return error;
  const { kind = 'environment', code, message, hint } = troubleOf(error, place);
  const { project, dataset } = place;
  return new EarshotError(kind, code, message, {
    hint,
    facts: { project, dataset, status: codeOf(error) || null, reason: reasonsOf(error)[0] ?? null },
    cause: error,
  });
}

interface Trouble {
  readonly kind?: 'not_found' | 'environment' | 'conflict';
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function troubleOf(error: unknown, place: BigQueryPlace): Trouble {
  const text = messageOf(error);
  const reasons = reasonsOf(error);
  const name = `${place.project}.${place.dataset}`;
  if (codeOf(error) === 401 || isAboutCredentials(text)) return NO_CREDENTIALS;
  if (isUnreachable(text)) return UNREACHABLE;
  if (reasons.includes('bytesBilledLimitExceeded') || /exceeded limit for bytes billed/i.test(text))
    return overBudget(text);
  if (text.includes(DATA_MOVED) || CONFLICT.test(text) || SCRATCH_GONE.test(text)) return moved(name);
  if (/different locations|not found in location/i.test(text) && !isMissing(error))
    return elsewhere(name, text);
  if (/too many partitions/i.test(text)) return tooManyDays(text);
  if (reasons.some((reason) => QUOTAS.has(reason))) return quota(place, text);
  if (codeOf(error) === 403 || reasons.includes('accessDenied')) return denied(place, text);
  if (isMissing(error)) return missing(place, text);
  return {
    code: 'warehouse_unavailable',
    message: `BigQuery did not do it: ${firstLine(text)}`,
    hint: 'Nothing is lost: what was committed stays. Run it again in a while.',
  };
}

const QUOTAS = new Set(['quotaExceeded', 'rateLimitExceeded', 'jobRateLimitExceeded']);

const quota = ({ project }: BigQueryPlace, text: string): Trouble => ({
  code: 'quota_exceeded',
  message: `A quota of BigQuery is used up: ${firstLine(text)}`,
  hint: `It is no matter of roles. Daily quotas begin anew at midnight, Pacific time: run it again then, less often, or ask for more at https://console.cloud.google.com/iam-admin/quotas?project=${project}.`,
});

const moved = (name: string): Trouble => ({
  kind: 'conflict',
  code: 'warehouse_moved',
  message: `Others write to ${name} at the same time, and were quicker.`,
  hint: 'Nothing of this write was stored. Run it again when the others are done; one committer at a time is meant to load.',
});

const tooManyDays = (text: string): Trouble => ({
  code: 'too_many_days',
  message: `One write may touch 4,000 days: ${firstLine(text)}`,
  hint: 'Nothing of it was stored. Load in parts: earshot ingest --from DAY --to DAY.',
});

const overBudget = (text: string): Trouble => ({
  code: 'over_budget',
  message: `The query would read more than it may: ${firstLine(text)}`,
  hint: 'Ask for a shorter period, or allow more with --max-bytes-billed N. Nothing was billed.',
});

/** A write asks a lot before its last statement. */
export function ofWrite(error: EarshotError): EarshotError {
  if (error.code !== 'over_budget') return error;
  return new EarshotError(error.kind, error.code, error.message, {
    hint: 'Nothing of this write was stored; what it had read before may be billed. Allow more with --max-bytes-billed N (of the committer EARSHOT_MAX_BYTES_BILLED, which commit_max_bytes_billed of deploy/gcp sets), and run it again.',
    facts: error.facts,
    cause: error.cause,
  });
}

const elsewhere = (name: string, text: string): Trouble => ({
  code: 'dataset_elsewhere',
  message: `The dataset ${name} and the staging bucket lie in different locations: ${firstLine(text)}`,
  hint: 'BigQuery loads from a bucket in the location of the dataset only: make both in one, and name it with --staging.',
});

const denied = ({ project, dataset }: BigQueryPlace, text: string): Trouble =>
  /gs:\/\/|storage\.objects|bucket/i.test(text)
    ? {
        code: 'staging_denied',
        message: `BigQuery may not read the staging bucket for this account: ${firstLine(text)}`,
        hint: 'Grant the account roles/storage.objectUser on the staging bucket. On the bucket of the session files roles/storage.objectViewer is enough.',
      }
    : {
        code: 'warehouse_denied',
        message: `This account may not do that in ${project}.${dataset}, or its project has no billing: ${firstLine(text)}`,
        hint: `${roleFor(text, project, dataset)} docs/google-cloud.md lists what each part needs.`,
      };

/** The narrowest role that has the permission which the refusal names. */
function roleFor(text: string, project: string, dataset: string): string {
  const jobs = `roles/bigquery.jobUser on the project ${project}`;
  const reading = `roles/bigquery.dataViewer on the dataset ${dataset}`;
  const writing = `roles/bigquery.dataEditor on the dataset ${dataset}`;
  const permission = /bigquery\.(jobs|datasets|tables|routines)\.(\w+)/.exec(text);
  if (permission === null) return `To ask, it needs ${jobs} and ${reading}; to load, ${writing}.`;
  const [, thing = '', verb = ''] = permission;
  if (thing === 'jobs') return `Grant it ${jobs}.`;
  return `Grant it ${/^(get|list)/.test(verb) ? reading : writing}.`;
}

function missing({ project, dataset }: BigQueryPlace, text: string): Trouble {
  if (/project/i.test(text) && !/dataset|table/i.test(text)) {
    return {
      kind: 'not_found',
      code: 'project_missing',
      message: `There is no project ${project}, or this account may not see it.`,
      hint: 'Name it by its id, as in bigquery:my-project.session_dataset; `gcloud projects list` shows yours.',
    };
  }
  return {
    kind: 'not_found',
    code: 'dataset_missing',
    message: `There is no dataset ${dataset} in the project ${project}: ${firstLine(text)}`,
    hint: `Make it where the staging bucket lies: bq mk --dataset --location=EU ${project}:${dataset}`,
  };
}

export const firstLine = (text: string): string => text.split('\n', 1)[0]?.slice(0, 500) ?? '';
