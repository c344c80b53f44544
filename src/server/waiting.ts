import type { FastifyReply } from 'fastify';

/** Aborted when the connection closes before the answer was sent: a page that was left, or a newer question of it. */
export function whileWaiting({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) left.abort();
  });
  return left.signal;
}
