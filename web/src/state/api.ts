import type {
  Annotation,
  AnnotationsAnswer,
  Answer,
  ApiError,
  Catalog,
  DayChangesAnswer,
  Me,
  NewAnnotation,
  Question,
  SessionDetail,
  SessionsAnswer,
  SessionsQuestion,
  Status,
} from '../../../src/server/api.ts';

/** What went wrong, in the server's words where it had some. */
export class Failure extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const MEDIA_TYPES = { csv: 'text/csv', parquet: 'application/vnd.apache.parquet' } as const;
export type FileFormat = keyof typeof MEDIA_TYPES;

const UNREACHABLE = 'Check that `npx earshot serve` still runs, then retry.';

async function failureOf(response: Response): Promise<Failure> {
  try {
    const { error } = (await response.json()) as ApiError;
    return new Failure(error.message, error.hint ?? '');
  } catch {
    return new Failure(`The server answered ${response.status} without a reason.`, UNREACHABLE);
  }
}

let unknown = () => {};
/** Called when the server no longer knows who asks. */
export const onUnknown = (listener: () => void): void => {
  unknown = listener;
};

const UNAUTHENTICATED = 401;

async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`api/${path}`, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Failure('The server does not answer.', UNREACHABLE);
  }
  if (response.status === UNAUTHENTICATED) unknown();
  if (!response.ok) throw await failureOf(response);
  return response;
}

const get = async <T>(path: string, signal: AbortSignal | null = null) =>
  (await (await ask(path, { signal })).json()) as T;

const posted = (body: unknown, signal: AbortSignal | null, accept: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept },
  body: JSON.stringify(body),
  signal,
});
const post = async <T>(path: string, body: unknown, signal: AbortSignal | null = null) =>
  (await (await ask(path, posted(body, signal, 'application/json'))).json()) as T;

export const api = {
  post,
  me: () => get<Me>('me'),
  logIn: (token: string, signal: AbortSignal) => post<Me>('login', { token }, signal),
  logOut: () => post<Me>('logout', {}),
  catalog: (signal: AbortSignal) => get<Catalog>('catalog', signal),
  status: (signal: AbortSignal) => get<Status>('status', signal),
  dayChanges: (signal: AbortSignal) => get<DayChangesAnswer>('day-changes', signal),
  query: (question: Question, signal: AbortSignal) => post<Answer>('query', question, signal),
  sessions: (question: SessionsQuestion, signal: AbortSignal) =>
    post<SessionsAnswer>('sessions', question, signal),
  session: (id: string, signal: AbortSignal) =>
    get<SessionDetail>(`sessions/${encodeURIComponent(id)}`, signal),
  annotations: (signal: AbortSignal) => get<AnnotationsAnswer>('annotations', signal),
  annotate: (note: NewAnnotation, signal: AbortSignal) => post<Annotation>('annotations', note, signal),
  removeAnnotation: (id: string, signal: AbortSignal) =>
    ask(`annotations/${encodeURIComponent(id)}`, { method: 'DELETE', signal }),
  /** The same answer as a file that the server makes. */
  file: async (path: string, body: unknown, format: FileFormat) =>
    (await ask(path, posted(body, null, MEDIA_TYPES[format]))).blob(),
};
