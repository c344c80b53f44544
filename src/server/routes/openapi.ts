import type { AddRoutes } from '../app.ts';

export const openApiRoute: AddRoutes = (app) => {
  app.get('/openapi.json', { schema: { summary: 'This description of the API, as OpenAPI 3.1' } }, async () =>
    app.swagger(),
  );
};
