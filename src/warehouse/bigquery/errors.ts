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
export const isKnownJob = (error: unknown): boolean => codeOf(error) === 409;

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

export function mayPass(error: unknown): boolean {
  if (error instanceof EarshotError) return false;
  return (
    PASSING.has(codeOf(error)) ||
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
  readonly kind?: 'not_found' | 'environment';
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function troubleOf(error: unknown, place: BigQueryPlace): Trouble {
  const text = messageOf(error);
  const name = `${place.project}.${place.dataset}`;
  if (codeOf(error) === 401 || isAboutCredentials(text)) return NO_CREDENTIALS;
  if (isUnreachable(text)) return UNREACHABLE;
  if (reasonsOf(error).includes('bytesBilledLimitExceeded') || /exceeded limit for bytes billed/i.test(text))
    return overBudget(text);
  if (/different locations|not found in location/i.test(text) && !isMissing(error))
    return elsewhere(name, text);
  if (codeOf(error) === 403) return denied(name, text);
  if (isMissing(error)) return missing(place, text);
  return {
    code: 'warehouse_unavailable',
    message: `BigQuery did not do it: ${firstLine(text)}`,
    hint: 'Nothing is lost: what was committed stays. Run it again in a while.',
  };
}

const overBudget = (text: string): Trouble => ({
  code: 'over_budget',
  message: `The query would read more than it may: ${firstLine(text)}`,
  hint: 'Ask for a shorter period, or allow more with --max-bytes-billed N. Nothing was billed.',
});

const elsewhere = (name: string, text: string): Trouble => ({
  code: 'dataset_elsewhere',
  message: `The dataset ${name} and the staging bucket lie in different locations: ${firstLine(text)}`,
  hint: 'BigQuery loads from a bucket in the location of the dataset only: make both in one, and name it with --staging.',
});

const denied = (name: string, text: string): Trouble => ({
  code: 'warehouse_denied',
  message: `This account may not do that in ${name}, or its project has no billing: ${firstLine(text)}`,
  hint: 'Grant it roles/bigquery.jobUser on the project and roles/bigquery.dataEditor on the dataset; docs/google-cloud.md lists what each part needs.',
});

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
