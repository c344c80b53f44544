import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ZetaField } from './zetasql.ts';

/** What to do with a request instead of handing it on. */
export type Fault =
  /** Answered so; it never reaches the server. */
  | {
      readonly kind: 'status';
      readonly status: 400 | 401 | 403 | 404 | 429 | 500 | 503;
      readonly reason?: string;
      readonly message?: string;
    }
  /** The connection breaks before the server hears of it. */
  | { readonly kind: 'reset' }
  /** The server does the work, and its answer is lost. */
  | { readonly kind: 'reset_after' };

/** The first fault whose request this is, once. */
export interface Trap {
  readonly method?: string;
  readonly path: RegExp;
  readonly fault: Fault;
  times?: number;
}

export interface TrapProxy {
  readonly url: string;
  /** Requests so far, as `METHOD /path`. */
  readonly seen: string[];
  /** Bodies of jobs as the client sent them. */
  readonly jobs: Job[];
  /** Tables as the client made them, without a statement. */
  readonly tables: MadeTable[];
  /** Faults that struck. */
  readonly struck: string[];
  traps: Trap[];
  close(): Promise<void>;
}

export interface MadeTable {
  readonly tableReference: { readonly tableId: string };
  /** Milliseconds; the emulator knows of none. */
  readonly expirationTime?: string;
}

export interface Job {
  readonly jobReference: { readonly jobId: string };
  readonly configuration: {
    readonly query?: {
      readonly query: string;
      readonly queryParameters?: readonly QueryParameter[];
      readonly maximumBytesBilled?: string;
    };
    readonly load?: {
      readonly destinationTable: { readonly tableId: string };
      readonly schema: { readonly fields: readonly ZetaField[] };
    };
  };
}

/**
 * Stands before an emulator: strikes where a trap lies, and mends where the emulator of BigQuery answers other than
 * BigQuery does: a job id that is known is a conflict, `jobs.query` with `errors` is a bad request, and a parameter is the
 * same value wherever it stands, in scripts and where GROUP BY 1 repeats an expression: so it is written into the text.
 */
export async function startProxy(target: string): Promise<TrapProxy> {
  const jobs = new Set<string>();
  const proxy = {
    seen: [] as string[],
    jobs: [] as Job[],
    tables: [] as MadeTable[],
    struck: [] as string[],
    traps: [] as Trap[],
  };
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<Answer>) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing, { target, jobs, proxy, inTurn, own: () => url });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(proxy, {
    url,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

interface Context {
  readonly target: string;
  readonly jobs: Set<string>;
  readonly proxy: Pick<TrapProxy, 'seen' | 'jobs' | 'tables' | 'struck' | 'traps'>;
  own(): string;
  /** The emulator of BigQuery mixes up what it answers at once. */
  inTurn(work: () => Promise<Answer>): Promise<Answer>;
}

async function handle(incoming: IncomingMessage, outgoing: ServerResponse, context: Context): Promise<void> {
  const { method = 'GET', url = '/' } = incoming;
  context.proxy.seen.push(`${method} ${url}`);
  const sent = await bytesOf(incoming);
  if (isNewJob(method, url)) context.proxy.jobs.push(JSON.parse(sent.toString('utf8')));
  if (method === 'POST' && /\/tables(\?|$)/.test(url))
    context.proxy.tables.push(JSON.parse(sent.toString('utf8')));
  const body = withoutParameters(method, url, sent);
  const fault = strike(context.proxy, method, url);
  if (fault?.kind === 'status')
    return refuse(outgoing, fault.status, fault.reason ?? 'backendError', fault.message);
  if (fault?.kind === 'reset') return void incoming.socket.destroy();
  const jobId = insertedJob(method, url, body);
  if (jobId !== null && context.jobs.has(jobId)) return refuse(outgoing, 409, 'duplicate');
  try {
    const answer = await context.inTurn(() => forward(incoming, body, context.target));
    if (jobId !== null && answer.status < 400) context.jobs.add(jobId);
    if (fault?.kind === 'reset_after') return void incoming.socket.destroy();
    reply(outgoing, answer, url, context);
  } catch {
    incoming.socket.destroy();
  }
}

function strike(proxy: Context['proxy'], method: string, url: string): Fault | null {
  const trap = proxy.traps.find(
    (one) => (one.times ?? 1) > 0 && (one.method ?? method) === method && one.path.test(url),
  );
  if (!trap) return null;
  trap.times = (trap.times ?? 1) - 1;
  proxy.struck.push(`${trap.fault.kind} ${method} ${url}`);
  return trap.fault;
}

const isNewJob = (method: string, url: string): boolean =>
  method === 'POST' && /\/projects\/[^/]+\/jobs(\?|$)/.test(url);

/** The id that the client gave to a job. */
function insertedJob(method: string, url: string, body: Buffer): string | null {
  if (!isNewJob(method, url)) return null;
  const job: { jobReference?: { jobId?: string } } = JSON.parse(body.toString('utf8'));
  return job.jobReference?.jobId ?? null;
}

function withoutParameters(method: string, url: string, body: Buffer): Buffer {
  if (!isNewJob(method, url)) return body;
  const job = JSON.parse(body.toString('utf8'));
  const query = job.configuration?.query;
  if (!query?.queryParameters) return body;
  const { queryParameters, parameterMode: _mode, ...rest } = query;
  const literals = new Map<string, string>(queryParameters.map(literalOf));
  const text = query.query.replace(/@(\w+)/g, (whole: string, name: string) => literals.get(name) ?? whole);
  job.configuration.query = { ...rest, query: text };
  return Buffer.from(JSON.stringify(job));
}

interface QueryParameter {
  readonly name: string;
  readonly parameterType: { readonly type: string };
  readonly parameterValue: {
    readonly value?: string | null;
    readonly arrayValues?: readonly { readonly value: string }[];
  };
}

function literalOf({ name, parameterType: { type }, parameterValue }: QueryParameter): [string, string] {
  const { value = null, arrayValues } = parameterValue;
  if (arrayValues) return [name, `[${arrayValues.map((one) => JSON.stringify(one.value)).join(', ')}]`];
  if (value === null) return [name, `CAST(NULL AS ${type})`];
  return [name, type === 'STRING' ? JSON.stringify(value) : value];
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

function forward(incoming: IncomingMessage, body: Buffer, target: string): Promise<Answer> {
  const { host: _host, connection: _connection, ...headers } = incoming.headers;
  return new Promise((resolve, reject) => {
    const call = request(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method, headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        bytesOf(answer).then(
          (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
          reject,
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

function reply(outgoing: ServerResponse, answer: Answer, url: string, { target, own }: Context): void {
  const { 'transfer-encoding': _encoding, connection: _connection, ...headers } = answer.headers;
  // Where an upload goes on is an address of the server's own.
  if (typeof headers.location === 'string') headers.location = headers.location.replace(target, own());
  const failed = /\/queries(\?|$)/.test(url) && JSON.parse(answer.body.toString('utf8')).errors?.length > 0;
  outgoing.writeHead(failed ? 400 : answer.status, { ...headers, 'content-length': answer.body.length });
  outgoing.end(answer.body);
}

function refuse(
  outgoing: ServerResponse,
  status: number,
  reason: string,
  message = `${reason} (made on purpose)`,
): void {
  const error = { code: status, message, errors: [{ message, reason, domain: 'global' }] };
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ error }));
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
