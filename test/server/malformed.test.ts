import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Harness, startServer } from './harness.ts';

let harness: Harness;
let port: number;
beforeAll(async () => {
  harness = await startServer();
  await harness.server.listen({ host: '127.0.0.1', port: 0 });
  port = (harness.server.server.address() as { port: number }).port;
});
afterAll(() => harness.close());

function send(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

it.each([
  [
    'a method that does not exist',
    'FOO /api/status HTTP/1.1\r\nhost: localhost\r\n\r\n',
    '400',
    'bad_request',
  ],
  ['no HTTP at all', 'hello\r\n\r\n', '400', 'bad_request'],
  [
    'a header of 20 kB',
    `GET /api/status HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    '431',
    'headers_too_large',
  ],
])('%s is answered in the one shape of errors', async (_what, text, status, code) => {
  const [head, body] = (await send(text)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(body ?? '')).toMatchObject({ error: { code, message: expect.any(String) } });
});
