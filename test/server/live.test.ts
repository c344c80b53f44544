import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stagedBatch } from '../support/staged.ts';
import { clock, type Harness, startServer } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startServer([stagedBatch('a.json', '1', [{ session_id: 'A' }])]);
  await harness.server.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => harness.close());

function listen(): Promise<IncomingMessage> {
  const { port } = harness.server.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/api/live' }, resolve).on('error', reject);
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
});
