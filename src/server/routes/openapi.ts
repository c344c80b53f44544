import type { AddRoutes } from '../app.ts';

export const openApiRoute: AddRoutes = (app) => {
  app.get('/openapi.json', { schema: SCHEMA, config: { access: 'viewer' } }, async () => app.swagger());
};

const SCHEMA = { summary: 'This description of the API, as OpenAPI 3.1' };
