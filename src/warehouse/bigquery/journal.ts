import type { BigQueryClient } from './client.ts';
import { textLiteral, timestampLiteral } from './literal.ts';

/** @param detail counts and names of ours; nothing of a caller */
export function addJournal(
  now: string,
  kind: 'erase' | 'retain' | 'drop' | 'rebuild',
  detail: Readonly<Record<string, string | number>>,
): string {
  // By position: `at` is a word of some parsers, quoted or not.
  return `INSERT INTO journal
SELECT ${timestampLiteral(now)}, ${textLiteral(kind)}, ${textLiteral(JSON.stringify(detail))}`;
}

/** Whether what has that id was done. */
export async function isInJournal(client: BigQueryClient, id: string): Promise<boolean> {
  const [found] = await client.query(
    "SELECT COUNT(*) AS n FROM journal WHERE JSON_VALUE(detail, '$.id') = @p1",
    [id],
  );
  return Number(found?.n) > 0;
}
