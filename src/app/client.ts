import { EarshotError, type ErrorKind } from '../base/errors.ts';
import type { Selection } from '../ingest/plan.ts';
import type { ApiError, IngestProgress, IngestReport, RebuildReport, RunLine } from '../server/api.ts';
import type { Method, Reply, Transport } from './transport.ts';

/** What every command speaks to: the API of the warehouse's owner. */
export interface Client {
  /** The address, or that it is this process. */
  readonly where: string;
  /** @throws EarshotError as the API answered it; `owner_gone` when nobody answers any more */
  request<T>(method: Method, path: string, body?: unknown): Promise<T>;
  /** Runs the sweep. The signal ends it after the commit in hand; the report then says `interrupted`. */
  ingest(
    onProgress: (progress: IngestProgress) => void,
    signal?: AbortSignal,
    selection?: Selection,
  ): Promise<IngestReport>;
  /** Makes the warehouse anew from the bucket. The signal gives it up. */
  rebuild(
    options: { readonly accept: boolean; readonly dropGone: boolean },
    onProgress: (progress: IngestProgress) => void,
    signal?: AbortSignal,
  ): Promise<RebuildReport>;
  close(): Promise<void>;
}

export function clientOver(transport: Transport, close: () => Promise<void>): Client {
  const { where } = transport;
  return {
    where,
    async request<T>(method: Method, path: string, body?: unknown) {
      const reply = await transport.send(method, path, body);
      const answer: unknown = parse(await textOf(reply), where);
      if (reply.status >= 400) throw errorOf(answer, reply.status, where);
      return answer as T;
    },
    ingest: (onProgress, signal, selection = {}) =>
      run<IngestReport>(transport, { path: '/api/ingest', body: selection }, onProgress, signal),
    rebuild: (options, onProgress, signal) =>
      run<RebuildReport>(transport, { path: '/api/rebuild', body: options }, onProgress, signal),
    close,
  };
}

async function run<T>(
  transport: Transport,
  { path, body }: { readonly path: string; readonly body: unknown },
  onProgress: (progress: IngestProgress) => void,
  signal: AbortSignal | undefined,
): Promise<T> {
  // The run is asked to end, not cut off, so that its report still comes; without an owner there is no run to end.
  const interrupt = () => void transport.send('DELETE', '/api/ingest').catch(() => undefined);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    const reply = await transport.send('POST', path, body);
    if (reply.status >= 400)
      throw errorOf(parse(await textOf(reply), transport.where), reply.status, transport.where);
    // It may have been asked before there was a run to end.
    if (signal?.aborted) interrupt();
    for await (const line of linesOf(reply)) {
      const said = parse(line, transport.where) as RunLine<T>;
      if ('error' in said) throw errorOf(said, said.status, transport.where);
      if ('report' in said) return said.report;
      onProgress(said.progress);
    }
    throw unreadable(transport.where);
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

async function textOf(reply: Reply): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function* linesOf(reply: Reply): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of reply.body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(where);
  }
}

function unreadable(where: string): EarshotError {
  return new EarshotError('environment', 'owner_gone', `The answer of ${where} broke off.`, {
    hint: 'What was committed stays. Run the command again.',
  });
}

const KINDS: Readonly<Record<number, ErrorKind>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  429: 'limited',
  500: 'internal',
  503: 'environment',
};

function errorOf(answer: unknown, status: number, where: string): EarshotError {
  const { error } = answer as Partial<ApiError>;
  if (!error) return unreadable(where);
  const { code, message, ...more } = error;
  return new EarshotError(KINDS[status] ?? 'usage', code, message, more);
}
