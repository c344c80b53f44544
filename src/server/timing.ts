import type { FastifyRequest } from 'fastify';
import type { App } from './app.ts';

/** Tells how long the server took, from the request's arrival to its answer's first byte; browsers show it beside the request. */
export function addServerTiming(app: App): void {
  const arrivedMillis = new WeakMap<FastifyRequest, number>();
  app.addHook('onRequest', async (request) => {
    arrivedMillis.set(request, performance.now());
  });
  app.addHook('onSend', async (request, reply) => {
    const arrived = arrivedMillis.get(request);
    if (arrived !== undefined)
      reply.header('server-timing', `app;dur=${(performance.now() - arrived).toFixed(2)}`);
  });
}
