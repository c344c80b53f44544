import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { EarshotError, type ErrorKind } from '../../base/errors.ts';
import { CallFailure, type FailureKind } from '../call-failure.ts';
import type { Server } from './server.ts';

/** Messages of servers come from outside, and may be pages. */
const MAX_SAID = 300;
const SYSTEM_CODE = /^E[A-Z_]+$/;
/** The server was there, and took the request. */
const DROPPED = /^(?:ECONNRESET|EPIPE|.*other side closed.*)$/;

interface Verdict {
  readonly failure: FailureKind;
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Some servers look at the prompt first, and refuse one with an error: for that call it is a refusal like the model's own. */
export const isFiltered = (error: unknown): boolean =>
  error instanceof APIError && error.status === 400 && error.code === 'content_filter';

/** What a failed request means. The SDK's error stays here: it holds headers. */
export function failureOf(error: unknown, server: Server, model: string): CallFailure {
  const verdict = verdictOn(error, server, model);
  if (!(error instanceof APIError) || error.status === undefined) return callFailure(verdict, server, model);
  const message = `${verdict.message}${saidIn(error, server)}`;
  return callFailure({ ...verdict, message }, server, model, error);
}

export function timedOutFailure(server: Server, model: string): CallFailure {
  return callFailure(timedOut(server.shown), server, model);
}

function callFailure(
  { failure, kind, code, message, hint }: Verdict,
  { shown }: Server,
  model: string,
  error?: APIError,
): CallFailure {
  const facts = { server: shown, model, status: error?.status ?? null };
  const verdict = new EarshotError(kind, code, `${message}.`, { hint, facts });
  const mayHaveCost = failure === 'timed_out' || failure === 'cut';
  return new CallFailure(failure, verdict, { retryAfterMs: retryAfterOf(error?.headers), mayHaveCost });
}

function saidIn(error: APIError, { scrub }: Server): string {
  const text = scrub(error.message.replace(/^\d{3} /, ''))
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? '' : `: ${text.slice(0, MAX_SAID).replace(/\.$/, '')}`;
}

function verdictOn(error: unknown, { shown, scrub }: Server, model: string): Verdict {
  if (error instanceof APIConnectionTimeoutError) return timedOut(shown);
  if (error instanceof APIConnectionError) {
    const cause = causeOf(error);
    return DROPPED.test(cause) ? cut(shown) : unreachable(shown, scrub(cause));
  }
  if (!(error instanceof APIError) || error.status === undefined) return cut(shown);
  return statusVerdict(error, shown, model);
}

function statusVerdict({ status = 0, code }: APIError, shown: string, model: string): Verdict {
  const kept = { kind: 'environment' as const, hint: 'What was accepted is kept.' };
  if (status === 401 || status === 403) {
    const message = `${shown} refuses the key (${status})`;
    return {
      failure: 'final',
      kind: 'forbidden',
      code: 'wrong_api_key',
      message,
      hint: 'Check OPENAI_API_KEY, and OPENAI_BASE_URL.',
    };
  }
  if (status === 404) {
    const message = `${shown} does not know the model "${model}", or the address is wrong (404)`;
    const hint = 'Check --model, and OPENAI_BASE_URL, which mostly ends with /v1.';
    return { failure: 'final', kind: 'not_found', code: 'unknown_model', message, hint };
  }
  if (code === 'insufficient_quota' || status === 402) {
    const message = `The account at ${shown} has no credit left (${status})`;
    return { ...kept, failure: 'final', code: 'llm_no_credit', message };
  }
  if (status === 429) {
    const message = `${shown} takes no more requests now (429)`;
    const hint = 'Try again later, or with a lower --concurrency. What was accepted is kept.';
    return { ...kept, failure: 'rate_limited', code: 'llm_rate_limited', message, hint };
  }
  if (status >= 500 || status === 408 || status === 409) {
    return {
      ...kept,
      failure: 'server_error',
      code: 'llm_unavailable',
      message: `${shown} fails (${status})`,
    };
  }
  return {
    ...kept,
    failure: 'final',
    code: 'llm_refused_request',
    message: `${shown} refuses the request (${status})`,
  };
}

function timedOut(shown: string): Verdict {
  const message = `${shown} does not answer in time`;
  const hint = '--timeout gives it longer. What was accepted is kept.';
  return { failure: 'timed_out', kind: 'environment', code: 'llm_timed_out', message, hint };
}

function cut(shown: string): Verdict {
  const message = `${shown} breaks its answers off`;
  return {
    failure: 'cut',
    kind: 'environment',
    code: 'llm_unavailable',
    message,
    hint: 'What was accepted is kept.',
  };
}

function unreachable(shown: string, cause: string): Verdict {
  const message = `${shown} can't be reached${cause === '' ? '' : ` (${cause})`}`;
  const hint = 'Check that the server runs, and OPENAI_BASE_URL. What was accepted is kept.';
  return { failure: 'unreachable', kind: 'environment', code: 'llm_unreachable', message, hint };
}

/** ECONNREFUSED and the like, from the innermost error that has one. */
function causeOf(error: Error): string {
  let found = '';
  let at: unknown = error;
  for (let depth = 0; at instanceof Error && depth < 5; depth++) {
    const { code, cause, message } = at as NodeJS.ErrnoException;
    if (code !== undefined && SYSTEM_CODE.test(code)) return code;
    found = message;
    at = cause;
  }
  return found.slice(0, MAX_SAID);
}

/** The header as seconds or as a date; some servers tell milliseconds. */
function retryAfterOf(headers: Headers | undefined): number | null {
  const millis = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (millis >= 0) return millis;
  const text = headers?.get('retry-after') ?? null;
  if (text === null) return null;
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
