import { createRequire } from 'node:module';

/**
 * DuckDB's allocator (jemalloc) keeps what was freed for a while, for each of its arenas by itself, and a load runs on one thread after
 * the other: over a million sessions an ingest came to hold 200 MB more. It reads this once, when it is loaded; where DuckDB
 * has another allocator, nobody does.
 */
process.env.DUCKDB_JE_MALLOC_CONF ??= 'narenas:1,dirty_decay_ms:100,muzzy_decay_ms:0';

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
