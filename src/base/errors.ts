/** What an error means to the shell and to HTTP. */
const KINDS = {
  /** The caller asked for something that does not exist or does not fit. */
  usage: { exitCode: 2, status: 400 },
  not_found: { exitCode: 3, status: 404 },
  /** Nobody that is known: no token, or a wrong one. */
  unauthenticated: { exitCode: 4, status: 401 },
  /** Asked too often. */
  limited: { exitCode: 4, status: 429 },
  /** Refused: foreign host, a token that may not. */
  forbidden: { exitCode: 4, status: 403 },
  /** Something else holds what is needed: a warehouse, a port. */
  conflict: { exitCode: 5, status: 409 },
  /** Disk, permission, network: the world did not play along. */
  environment: { exitCode: 6, status: 503 },
  /** A fault of Earshot's own. */
  internal: { exitCode: 70, status: 500 },
} as const;
export type ErrorKind = keyof typeof KINDS;

export interface ErrorFacts {
  /** What to do next, as a sentence or a command. */
  readonly hint?: string;
  /** Where: file, record, line, setting, … */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
  readonly cause?: unknown;
}

/** An error for the person who reads it: what happened, where, what to do next. */
export class EarshotError extends Error {
  readonly kind: ErrorKind;
  /** A stable code for programs, as in `unknown_metric`. */
  readonly code: string;
  readonly hint: string | undefined;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;

  constructor(kind: ErrorKind, code: string, message: string, more: ErrorFacts = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'EarshotError';
    this.kind = kind;
    this.code = code;
    this.hint = more.hint;
    this.facts = more.facts ?? {};
  }

  get exitCode(): number {
    return KINDS[this.kind].exitCode;
  }

  get status(): number {
    return KINDS[this.kind].status;
  }
}

/** The `code` of a Node.js system error, as in ENOENT; undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
