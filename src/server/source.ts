import type { Scope } from '../metrics/question.ts';
import type { Source } from '../metrics/source.ts';
import type { Services } from './app.ts';

/** The warehouse as the metrics see it, with the extent of the data as of now. */
export async function sourceOf({ warehouse, extent, waiting }: Services): Promise<Source> {
  return {
    dialect: warehouse.dialect,
    extent: await extent(),
    query: (statement) => warehouse.query(statement, waiting),
  };
}

/** A question without a zone is asked in the settings' one. */
export function inZone<T extends Scope>(question: T, { config }: Services): T {
  return { ...question, timeZone: question.timeZone ?? config.timeZone };
}
