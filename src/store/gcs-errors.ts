import { RETRYABLE_ERR_FN_DEFAULT } from '@google-cloud/storage';
import { EarshotError, messageOf } from '../base/errors.ts';
import { isAboutCredentials, NO_CREDENTIALS } from '../base/google-credentials.ts';
import { isUnreachable, UNREACHABLE } from '../base/google-network.ts';

interface ApiTrouble {
  readonly code?: number | string;
  readonly message?: string;
}

const codeOf = (error: unknown): number => Number((error as ApiTrouble | undefined)?.code);

export const isMissing = (error: unknown): boolean => codeOf(error) === 404;
export const isPrecondition = (error: unknown): boolean => codeOf(error) === 412;

/** Whether trying again may help: what the SDK says, and a connection that broke under a download. */
export function mayPass(error: unknown): boolean {
  return (
    RETRYABLE_ERR_FN_DEFAULT(error as Error) ||
    /ECONNRESET|aborted|premature close|socket hang up|terminated/i.test(messageOf(error))
  );
}

/** What a refusal of Cloud Storage means to the person whose bucket it is. */
export function gcsTrouble(error: unknown, bucket: string, doing: string, what: string): EarshotError {
  if (error instanceof EarshotError) return error;
  const trouble = troubleOf(error, bucket);
  const kind = trouble.code === 'bucket_missing' ? 'not_found' : 'environment';
  return new EarshotError(
    kind,
    trouble.code,
    trouble.message ?? `Cannot ${doing} ${what}: ${firstLine(error)}.`,
    {
      hint: trouble.hint,
      facts: { bucket, status: codeOf(error) || null },
      cause: error,
    },
  );
}

interface Trouble {
  readonly code: string;
  readonly message?: string;
  readonly hint: string;
}

function troubleOf(error: unknown, bucket: string): Trouble {
  const text = messageOf(error);
  if (isAboutCredentials(text)) return NO_CREDENTIALS;
  if (isUnreachable(text)) return UNREACHABLE;
  switch (codeOf(error)) {
    case 401:
      return NO_CREDENTIALS;
    case 403:
      return {
        code: 'bucket_denied',
        message: `This account may not do that in gs://${bucket}, or its project has no billing: ${firstLine(error)}.`,
        hint: `Grant it roles/storage.objectUser on gs://${bucket}; docs/google-cloud.md lists what each part needs.`,
      };
    case 404:
      return {
        code: 'bucket_missing',
        message: `There is no bucket gs://${bucket}.`,
        hint: `Check the name, or make it: gcloud storage buckets create gs://${bucket}.`,
      };
    default:
      return {
        code: 'bucket_unavailable',
        hint: 'Nothing is lost: what was done stays done. Run it again in a while.',
      };
  }
}

const firstLine = (error: unknown): string =>
  messageOf(error).split('\n', 1)[0]?.slice(0, 300).replace(/\.$/, '') ?? '';
