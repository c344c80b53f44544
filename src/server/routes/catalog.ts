import { DIMENSIONS } from '../../metrics/dimensions.ts';
import { METRICS } from '../../metrics/registry.ts';
import type { Catalog } from '../api.ts';
import type { AddRoutes } from '../app.ts';
import { CatalogSchema } from '../schema/catalog.ts';
import { responses } from '../schema/shared.ts';

export const catalogRoute: AddRoutes = (app, { extent, config }) => {
  const schema = { summary: 'What can be asked, and of what', response: responses(CatalogSchema) };
  app.get('/catalog', { schema, config: { access: 'viewer' } }, async (): Promise<Catalog> => {
    const { held: _held, rollup: _rollup, ...known } = await extent();
    return {
      metrics: METRICS.map(({ expression: _, ...metric }) => metric),
      dimensions: DIMENSIONS.map(({ name, label, kind, description }) => ({
        name,
        label,
        kind,
        description,
      })),
      timeZone: config.timeZone,
      ...known,
    };
  });
};
