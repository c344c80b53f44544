import { createRequire } from 'node:module';

/** Required, not imported: to import a CommonJS package Node first reads all of its files for their names, a tenth of a second here. */
const driver: typeof import('@duckdb/node-api') = createRequire(import.meta.url)('@duckdb/node-api');

export const {
  BIGINT,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTimestampTZValue,
  JSDuckDBValueConverter,
  LIST,
  listValue,
  TIMESTAMPTZ,
  VARCHAR,
} = driver;
