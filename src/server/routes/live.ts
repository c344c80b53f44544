import type { FastifyReply } from 'fastify';
import { mayDo } from '../../access/role.ts';
import type { AddRoutes } from '../app.ts';
import type { Live } from '../live.ts';
import { ErrorSchema, Text } from '../schema/shared.ts';
import { recognised } from '../visitors.ts';

const VIEWER = { access: 'viewer' } as const;

export const liveRoute: AddRoutes = (app, { live, door }) => {
  app.get('/live', { schema: LIVE, config: VIEWER }, async (request, reply) =>
    sendEvents(live, reply, () => mayDo(recognised(request, door), VIEWER.access)),
  );
};

function sendEvents(live: Live, reply: FastifyReply, mayListen: () => boolean): FastifyReply {
  const events = live.listen(mayListen);
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
