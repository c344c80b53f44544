import { DIMENSIONS } from '../../metrics/dimensions.ts';
import { METRICS } from '../../metrics/registry.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import type { Catalog } from '../api.ts';
import type { AddRoutes } from '../app.ts';
import { CatalogSchema } from '../schema/catalog.ts';
import { responses } from '../schema/shared.ts';

export const catalogRoute: AddRoutes = (app, { warehouse, extent, config }) => {
  const schema = { summary: 'What can be asked, and of what', response: responses(CatalogSchema) };
  app.get('/catalog', { schema }, async (): Promise<Catalog> => {
    const topicTypes = await readTopicTypes(warehouse);
    return {
      metrics: METRICS.map(({ expression: _, ...metric }) => metric),
      dimensions: DIMENSIONS.map(({ name, label, kind, description }) => ({
        name,
        label,
        kind,
        description,
      })),
      topicTypes,
      timeZone: config.timeZone,
      ...(await extent()),
    };
  });
};

const TOPIC_TYPES = `SELECT topic_type, count(*) AS sessions FROM session_version WHERE is_current
GROUP BY topic_type ORDER BY sessions DESC, topic_type`;

async function readTopicTypes(warehouse: Warehouse): Promise<(string | null)[]> {
  const rows = await warehouse.query({ sql: TOPIC_TYPES, params: [] });
  return rows.map(({ topic_type }) => (typeof topic_type === 'string' ? topic_type : null));
}
