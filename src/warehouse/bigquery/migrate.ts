import { randomBytes } from 'node:crypto';
import { EarshotError } from '../../base/errors.ts';
import { bigqueryTables, bigqueryViews } from '../../contract/bigquery-ddl.ts';
import { BIGQUERY_TABLES } from '../../contract/bigquery-tables.ts';
import type { Table } from '../../contract/columns.ts';
import { INNER_VIEWS } from '../../contract/inner-views.ts';
import { PUBLIC_TABLES } from '../../contract/public-tables.ts';
import { type BigQueryClient, SCRATCH_LIFE_MILLIS } from './client.ts';
import { textLiteral } from './literal.ts';
import { readMeta } from './meta.ts';
import { dropScratch } from './scratch.ts';

/** Version of the tables' layout; a dataset with a higher one is left alone. */
export const SCHEMA_VERSION = 1;

const VIEWS: readonly Table[] = [...PUBLIC_TABLES, ...INNER_VIEWS];
const OWN: ReadonlyMap<string, Table> = new Map(
  [...BIGQUERY_TABLES, ...VIEWS].map((table) => [table.name, table]),
);

/** A table that only bears one of our names would be filled, or would break what reads it. @throws EarshotError `warehouse_foreign` */
async function checkShape(client: BigQueryClient, label: string, name: string): Promise<void> {
  const own = OWN.get(name);
  if (own === undefined) return;
  const { isView, columns } = await client.shapeOf(name);
  const namesOf = (list: readonly { readonly name: string; readonly type: string }[]) =>
    list.map((column) => `${column.name} ${column.type}`).join(', ');
  // A view of ours is replaced, whatever columns it had before.
  if (VIEWS.includes(own) ? isView : !isView && namesOf(columns) === namesOf(own.columns)) return;
  throw foreign(label, `a table ${name} with other columns than Earshot's`);
}

/** Makes the tables in an empty dataset. @throws EarshotError `warehouse_newer`, `warehouse_foreign`; then nothing was changed */
export async function migrate(client: BigQueryClient, label: string): Promise<void> {
  const meta = await readMeta(client);
  const found = meta?.get('schema_version');
  if (found === String(SCHEMA_VERSION)) return dropScratch(client, Date.now() - SCRATCH_LIFE_MILLIS);
  if (Number(found) > SCHEMA_VERSION) throw newer(label, Number(found));
  // Tables of a migration that was killed are ours, all others are not.
  const there = (await client.tables()).map(({ name }) => name);
  const strangers = there.filter((name) => !OWN.has(name) && !name.startsWith('scratch_'));
  if (strangers.length > 0) throw foreign(label, strangers.slice(0, 3).join(', '));
  for (const name of there) await checkShape(client, label, name);
  if (meta !== undefined && meta.size > 0) throw foreign(label, 'a table meta of its own');
  for (const statement of [...bigqueryTables(), ...bigqueryViews()]) await client.query(statement);
  await client.query(FIRST_FACTS(randomBytes(32).toString('hex')));
}

/** In one statement, last: a dataset has all of them, or is made anew. */
const FIRST_FACTS = (tombstoneKey: string): string => `INSERT INTO meta (key, value)
SELECT key, value FROM (
  SELECT 'schema_version' AS key, '${SCHEMA_VERSION}' AS value
  UNION ALL SELECT 'data_version', '0'
  UNION ALL SELECT 'tombstone_key', ${textLiteral(tombstoneKey)}
) WHERE (SELECT COUNT(*) FROM meta) = 0`;

function newer(label: string, found: number): EarshotError {
  return new EarshotError(
    'environment',
    'warehouse_newer',
    `${label} has layout ${found}; this Earshot knows layouts up to ${SCHEMA_VERSION}.`,
    { hint: 'Nothing was changed. Update Earshot, or name another dataset with --warehouse.' },
  );
}

function foreign(label: string, what: string): EarshotError {
  return new EarshotError(
    'environment',
    'warehouse_foreign',
    `${label} is not a warehouse of Earshot: it holds ${what}. Nothing was changed.`,
    { hint: 'Name an empty dataset: --warehouse bigquery:PROJECT.DATASET.' },
  );
}
