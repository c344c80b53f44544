import type { EarshotError } from '../base/errors.ts';
import type { ApiError } from './api.ts';

/** An error as HTTP answers it. */
export interface Problem {
  readonly status: number;
  readonly body: ApiError;
}

export function problem(status: number, code: string, message: string, hint?: string): Problem {
  return { status, body: { error: { code, message, ...(hint === undefined ? {} : { hint }) } } };
}

export function problemOf(error: EarshotError): Problem {
  const { code, message, hint, facts } = error;
  return {
    status: error.status,
    body: {
      error: {
        code,
        message,
        ...(hint === undefined ? {} : { hint }),
        ...(Object.keys(facts).length === 0 ? {} : { facts }),
      },
    },
  };
}
