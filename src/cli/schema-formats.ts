export const SCHEMA_FORMATS = ['json-schema', 'duckdb', 'bigquery', 'markdown', 'scenario'] as const;
export type SchemaFormat = (typeof SCHEMA_FORMATS)[number];
