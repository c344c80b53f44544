import type { AddRoutes } from '../app.ts';
import { bearerOf } from '../bearer.ts';
import { responses } from '../schema/shared.ts';
import { HealthSchema } from '../schema/status.ts';

/** Tells a living owner from another program on its port; asks nothing of the warehouse, so a busy one answers too. */
export const healthRoute: AddRoutes = (app, { version, door }) => {
  app.get(
    '/health',
    {
      schema: { summary: 'Whether the server is there', response: responses(HealthSchema) },
      config: { access: 'anyone' },
    },
    async (request) => ({ earshot: version, owner: door.isOwner(bearerOf(request) ?? '') }),
  );
};
