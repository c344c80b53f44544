import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doorOf } from '../../src/app/entrance.ts';
import { loadConfig } from '../../src/base/config.ts';
import { stagedBatch } from '../support/staged.ts';
import { clock, type Harness, startServer, TOKEN } from './harness.ts';
import { TOKENS, tokenOf } from './tokens.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startServer([stagedBatch('a.json', '1', [{ session_id: 'A' }])]);
  await harness.server.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => harness.close());

function listen(headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const { port } = harness.server.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/api/live', headers }, resolve).on('error', reject);
  });
}

/** The lines of the stream up to the wanted one. */
async function until(lines: AsyncIterator<string>, wanted: string): Promise<string[]> {
  const seen: string[] = [];
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The stream ended after ${JSON.stringify(seen)}`);
    seen.push(value);
    if (value === wanted) return seen;
  }
}

async function* linesOf(message: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of message.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

const commit = (object: string) =>
  harness.warehouse.commit({ batches: [stagedBatch(object, '1', [{ session_id: object }])] }, clock);

describe('the version of the data', () => {
  it('is told at once, and again when a commit has changed it', async () => {
    const message = await listen();
    expect(message.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const lines = linesOf(message);
    const first = await until(lines, 'data: {"dataVersion":1}');
    expect(first).toEqual(['retry: 2000', '', 'id: 1', 'event: version', 'data: {"dataVersion":1}']);
    await commit('b.json');
    expect(await until(lines, 'data: {"dataVersion":2}')).toContain('id: 2');
    message.destroy();
  });

  it('is told to whoever begins to listen later, and nothing twice', async () => {
    const [one, other] = [linesOf(await listen()), linesOf(await listen())];
    await Promise.all([one, other].map((lines) => until(lines, 'data: {"dataVersion":1}')));
    await commit('b.json');
    for (const lines of [one, other])
      expect(await until(lines, 'data: {"dataVersion":2}')).not.toContain('id: 1');
  });

  it('ends when the server closes: nobody is kept waiting', async () => {
    const message = await listen();
    const lines = linesOf(message);
    await until(lines, 'data: {"dataVersion":1}');
    await harness.server.close();
    for (;;) if ((await lines.next()).done) break;
    expect(message.complete).toBe(true);
  });

  it('is told no more once the session of who listens is over', async () => {
    await harness.close();
    let now = new Date('2025-02-01T12:00:00Z');
    const clock = { now: () => now };
    const env = { EARSHOT_TOKEN: TOKENS };
    const door = doorOf(loadConfig({}, env), clock, TOKEN);
    harness = await startServer(
      [stagedBatch('a.json', '1', [{ session_id: 'A' }])],
      { door, clock },
      {},
      env,
    );
    await harness.server.listen({ port: 0, host: '127.0.0.1' });
    const origin = { origin: 'http://127.0.0.1:4600' };
    const login = await harness.post('/api/login', { token: tokenOf('viewer') }, origin);
    // The cookie's name says the port that the login was sent to.
    const cookie = String(login.headers['set-cookie']).split(';', 1)[0] ?? '';
    const message = await listen({ cookie, host: '127.0.0.1:4600' });
    const lines = linesOf(message);
    await until(lines, 'data: {"dataVersion":1}');
    now = new Date('2025-02-02T00:00:01Z');
    await commit('b.json');
    const rest: string[] = [];
    for await (const line of lines) rest.push(line);
    expect(rest.filter(Boolean)).toEqual([]);
    expect((await listen({ cookie, host: '127.0.0.1:4600' })).statusCode).toBe(401);
  });
});
