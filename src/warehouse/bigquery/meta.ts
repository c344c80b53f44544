import type { Keeping } from '../../contract/keeping.ts';
import type { BigQueryClient } from './client.ts';

/** The facts of the warehouse, read without a query. Undefined when there is no such table. */
export async function readMeta(client: BigQueryClient): Promise<Map<string, string> | undefined> {
  const rows = await client.listRows('meta');
  return rows && new Map(rows.map(({ key, value }) => [String(key), String(value)]));
}

export async function dataVersion(client: BigQueryClient): Promise<number> {
  return Number((await readMeta(client))?.get('data_version') ?? 0);
}

/** Sets one fact, in one statement. */
export async function setMeta(client: BigQueryClient, key: string, value: string): Promise<void> {
  await client.query(
    `MERGE meta AS m USING (SELECT @p1 AS key, @p2 AS value) AS s ON m.key = s.key
WHEN MATCHED THEN UPDATE SET value = s.value
WHEN NOT MATCHED THEN INSERT (key, value) VALUES (s.key, s.value)`,
    [key, value],
  );
}

export async function readKeeping(client: BigQueryClient): Promise<Keeping> {
  const [meta, tombstones] = await Promise.all([
    readMeta(client),
    client.query('SELECT `hash` FROM tombstone ORDER BY `hash`'),
  ]);
  return {
    tombstoneKey: meta?.get('tombstone_key') ?? '',
    tombstones: tombstones.map(({ hash }) => String(hash)),
    retainFrom: meta?.get('retain_from') ?? null,
  };
}
