import type { Source } from '../metrics/source.ts';
import type { Services } from './app.ts';

/** The warehouse as the metrics see it, with the extent of the data as of now. */
export async function sourceOf({ warehouse, extent }: Services): Promise<Source> {
  return {
    dialect: warehouse.dialect,
    extent: await extent(),
    query: (statement) => warehouse.query(statement),
  };
}
