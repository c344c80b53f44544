import { BIGQUERY_TABLES } from './bigquery-tables.ts';
import type { Column } from './columns.ts';
import { INNER_VIEWS } from './inner-views.ts';
import { PUBLIC_TABLES } from './public-tables.ts';

/** One field of a table's schema, as BigQuery's API and `bq mk --schema` read it. */
export interface BigQueryField {
  readonly name: string;
  readonly type: Column['type'];
  readonly mode: 'REQUIRED' | 'NULLABLE' | 'REPEATED';
  readonly description: string;
  readonly fields?: readonly BigQueryField[];
}

export function bigquerySchema(columns: readonly Column[]): BigQueryField[] {
  return columns.map(({ name, type, required, columns: members, description }) => {
    const mode = type === 'RECORD' ? 'REPEATED' : required ? 'REQUIRED' : 'NULLABLE';
    const field = { name, type, mode, description } as const;
    return members === undefined ? field : { ...field, fields: bigquerySchema(members) };
  });
}

/** Table name to schema: the public tables, the inner ones and the views of their lists. */
export function bigquerySchemas(): Record<string, BigQueryField[]> {
  const tables = [...PUBLIC_TABLES, ...BIGQUERY_TABLES, ...INNER_VIEWS];
  return Object.fromEntries(tables.map((table) => [table.name, bigquerySchema(table.columns)]));
}
