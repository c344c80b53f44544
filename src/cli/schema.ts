import { bigquerySchemas } from '../contract/bigquery-schema.ts';
import { duckdbTables, duckdbViews } from '../contract/duckdb-ddl.ts';
import { sessionFileSchema } from '../contract/json-schema.ts';
import { dataDictionaryMarkdown } from '../contract/markdown.ts';
import { ScenarioSchema } from '../simulate/scenario/schema.ts';
import type { CommandContext } from './context.ts';
import { SCHEMA_FORMATS, type SchemaFormat } from './schema-formats.ts';

const PRINTERS: Record<SchemaFormat, () => string> = {
  'json-schema': () => json(sessionFileSchema()),
  duckdb: () => [...duckdbTables(), ...duckdbViews()].map((statement) => `${statement};\n`).join('\n'),
  bigquery: () => json(bigquerySchemas()),
  markdown: dataDictionaryMarkdown,
  scenario: () => json(ScenarioSchema),
};

export async function run({ options, terminal }: CommandContext): Promise<void> {
  const wanted = options.text('format');
  const format = SCHEMA_FORMATS.find((known) => known === wanted) ?? 'json-schema';
  terminal.write(PRINTERS[format]());
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
