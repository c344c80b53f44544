import type { Socket } from 'node:net';
import { problem } from './problem.ts';

const TOO_LARGE = problem(431, 'headers_too_large', 'The headers of the request are too large.');
const MALFORMED = problem(400, 'bad_request', 'This is no HTTP request that is served here.');

/** What is no request at all never becomes one: it is answered on its socket, in the shape of every error. */
export function answerMalformed(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body } = error.code === 'HPE_HEADER_OVERFLOW' ? TOO_LARGE : MALFORMED;
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} ${status === 431 ? 'Request Header Fields Too Large' : 'Bad Request'}\r\n` +
      `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
  );
}
