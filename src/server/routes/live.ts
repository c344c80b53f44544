import type { FastifyReply } from 'fastify';
import type { AddRoutes } from '../app.ts';
import type { Live } from '../live.ts';
import { ErrorSchema, Text } from '../schema/shared.ts';

export const liveRoute: AddRoutes = (app, { live }) => {
  app.get('/live', { schema: LIVE, config: { access: 'viewer' } }, async (_, reply) =>
    sendEvents(live, reply),
  );
};

function sendEvents(live: Live, reply: FastifyReply): FastifyReply {
  const events = live.listen();
  reply.raw.once('close', () => events.destroy());
  return reply.type('text/event-stream; charset=utf-8').send(events);
}

const LIVE = {
  summary: 'The version of the data, now and whenever it has changed, as server-sent events',
  response: {
    200: {
      description: 'Events `version` with data { "dataVersion" }; the id of each is that version too.',
      content: { 'text/event-stream': { schema: Text } },
    },
    '4xx': ErrorSchema,
    '5xx': ErrorSchema,
  },
};
