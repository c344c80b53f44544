import { closest, distance } from 'fastest-levenshtein';
import type { Client } from '../app/connect.ts';
import { DIMENSIONS_BY_NAME } from '../metrics/dimensions.ts';
import type { Answer, Question } from '../server/api.ts';

/** More letters apart than this, and another value was meant by neither. */
const MAX_SLIPS = 3;

/**
 * What the conditions name that no call at all has: a slip, most often, and the answer alone would not tell. One sentence for
 * each, with the nearest value that there is.
 */
export async function unheardValues(client: Client, { where = [] }: Question): Promise<string[]> {
  const listed = where.flatMap((filter) =>
    filter.op === 'in' || filter.op === 'not_in' ? [{ field: filter.field, values: filter.values }] : [],
  );
  const open = listed.filter(({ field }) => {
    const dimension = DIMENSIONS_BY_NAME.get(field);
    return dimension?.kind === 'category' && dimension.words === undefined;
  });
  const sentences = await Promise.all(
    open.map(async ({ field, values }) => {
      const known = await valuesOf(client, field);
      const unheard = values.filter((value) => value !== null && !known.has(String(value)));
      return unheard.map(
        (value) => `No call has ${field} "${value}".${nearestTo(String(value), [...known])}`,
      );
    }),
  );
  return sentences.flat();
}

async function valuesOf(client: Client, field: string): Promise<Set<string>> {
  const question: Question = { metrics: ['sessions'], by: [field] };
  const { rows } = await client.request<Answer>('POST', '/api/query', question);
  return new Set(rows.flatMap(({ key }) => (key[field] === null ? [] : [String(key[field])])));
}

function nearestTo(value: string, known: readonly string[]): string {
  const byLower = new Map(known.map((each) => [each.toLowerCase(), each]));
  if (byLower.size === 0) return '';
  const lower = value.toLowerCase();
  const nearest = closest(lower, [...byLower.keys()]);
  return distance(lower, nearest) <= MAX_SLIPS ? ` Did you mean ${byLower.get(nearest)}?` : '';
}
