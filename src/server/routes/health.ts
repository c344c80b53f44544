import type { AddRoutes } from '../app.ts';
import { hasToken } from '../guard.ts';
import { responses } from '../schema/shared.ts';
import { HealthSchema } from '../schema/status.ts';

/** Tells a living owner from another program on its port; asks nothing of the warehouse, so a busy one answers too. */
export const healthRoute: AddRoutes = (app, { version, token }) => {
  app.get(
    '/health',
    { schema: { summary: 'Whether the server is there', response: responses(HealthSchema) } },
    async (request) => ({ earshot: version, owner: hasToken(request, token) }),
  );
};
