import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { EarshotError } from '../../src/base/errors.ts';
import type { IngestReport } from '../../src/server/api.ts';
import type { IngestRun } from '../../src/server/context.ts';
import { type Harness, startServer, TOKEN } from './harness.ts';

const authorization = `Bearer ${TOKEN}`;
const progress = { done: 1, objects: 2, sessions: 10, bytes: 100 };
const report = (interrupted: boolean): IngestReport => ({
  startedAt: '2025-02-01T12:00:00.000Z',
  finishedAt: '2025-02-01T12:00:01.000Z',
  bucket: '/bucket',
  objectsSeen: 2,
  objectsSkipped: 0,
  leftOut: [],
  objectsLoaded: 2,
  objectsUnchanged: 0,
  objectsQuarantined: 0,
  objectsGone: 0,
  objectsWaiting: [],
  records: 10,
  sessions: 10,
  turns: 20,
  quarantined: 0,
  repeated: 0,
  erased: 0,
  expired: 0,
  changes: 0,
  redactions: {},
  bytes: 200,
  interrupted,
  reportFile: null,
});

let harness: Harness;
afterEach(() => harness.close());

async function serverThat(ingest: (run: IngestRun) => Promise<IngestReport>): Promise<Harness> {
  harness = await startServer([], { ingest });
  return harness;
}

let begun: () => void = () => {};
const nextBegin = () =>
  new Promise<void>((resolve) => {
    begun = resolve;
  });

/** A run that goes on until it is asked to end. */
async function untilAborted({ onProgress, signal }: IngestRun): Promise<IngestReport> {
  onProgress(progress);
  begun();
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  return report(true);
}

const linesOf = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

it('needs the token of the owner, to start and to stop', async () => {
  const { post, server } = await serverThat(async () => report(false));
  for (const headers of [
    {},
    { authorization: 'Bearer wrong' },
    { authorization: TOKEN },
    { authorization: `${authorization}x` },
  ]) {
    const refused = await post('/api/ingest', {}, headers);
    expect([refused.status, refused.body]).toMatchObject([403, { error: { code: 'token_required' } }]);
    const stop = await server.inject({ method: 'DELETE', url: '/api/ingest', headers });
    expect(stop.statusCode).toBe(403);
    expect(refused.text + stop.payload).not.toContain(TOKEN);
  }
});

it('tells how far it is, line by line, and reports at the end', async () => {
  const { post } = await serverThat(async ({ onProgress }) => {
    onProgress(progress);
    onProgress({ ...progress, done: 2 });
    return report(false);
  });
  const answer = await post('/api/ingest', {}, { authorization });
  expect(answer.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
  expect(linesOf(answer.text)).toEqual([
    { progress },
    { progress: { ...progress, done: 2 } },
    { report: report(false) },
  ]);
});

it('answers a run that could not begin with its status, one that broke off with an error line', async () => {
  const missing = new EarshotError('not_found', 'bucket_missing', 'There is no bucket.');
  await serverThat(async () => Promise.reject(missing));
  const early = await harness.post('/api/ingest', {}, { authorization });
  expect([early.status, early.body]).toMatchObject([404, { error: { code: 'bucket_missing' } }]);
  await harness.close();

  await serverThat(async ({ onProgress }) => {
    onProgress(progress);
    await new Promise(setImmediate);
    throw new TypeError('a secret of the inside');
  });
  const late = await harness.post('/api/ingest', {}, { authorization });
  expect(late.status).toBe(200);
  expect(linesOf(late.text)).toMatchObject([{ progress }, { error: { code: 'internal' } }]);
  expect(late.text).not.toContain('secret');
});

it('runs one at a time, and the next after it', async () => {
  const { post, server } = await serverThat(untilAborted);
  const firstBegun = nextBegin();
  const first = post('/api/ingest', {}, { authorization });
  await firstBegun;
  const second = await post('/api/ingest', {}, { authorization });
  expect([second.status, second.body]).toMatchObject([409, { error: { code: 'ingest_running' } }]);
  const stop = async () =>
    (await server.inject({ method: 'DELETE', url: '/api/ingest', headers: { authorization } })).json();
  expect(await stop()).toEqual({ interrupted: true });
  expect(linesOf((await first).text)).toEqual([{ progress }, { report: report(true) }]);
  expect(await stop()).toEqual({ interrupted: false });
  const thirdBegun = nextBegin();
  const third = post('/api/ingest', {}, { authorization });
  await thirdBegun;
  await stop();
  expect((await third).status).toBe(200);
});

it('ends a run whose caller has gone away', async () => {
  let ended = (_: string) => {};
  const whatEnded = new Promise<string>((resolve) => {
    ended = resolve;
  });
  const { server } = await serverThat(async (run) => {
    const finished = await untilAborted(run);
    ended('the run');
    return finished;
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const caller = new AbortController();
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/ingest`, {
    method: 'POST',
    headers,
    body: '{}',
    signal: caller.signal,
  });
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toBe(`${JSON.stringify({ progress })}\n`);
  caller.abort();
  expect(await whatEnded).toBe('the run');
});

it('ends the run when the server closes, and waits for it', async () => {
  let finished = false;
  const { post, server } = await serverThat(async (run) => {
    await untilAborted(run);
    await new Promise((resolve) => setTimeout(resolve, 20));
    finished = true;
    return report(true);
  });
  const hasBegun = nextBegin();
  const running = post('/api/ingest', {}, { authorization });
  await hasBegun;
  await server.close();
  expect(finished).toBe(true);
  expect(linesOf((await running).text).at(-1)).toEqual({ report: report(true) });
});

it('closes at once though a browser keeps a connection open that it never used', async () => {
  const { server } = await serverThat(async () => report(false));
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  await Promise.all([server.close(), ended]);
}, 10_000);
