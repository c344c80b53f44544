import type { Table } from './columns.ts';
import { CODED, INNER_TABLES, NUMBERED, PREVIOUS_CONTACT, SESSION_VERSION } from './inner-tables.ts';
import { ORIGIN } from './origin.ts';

/** Small numbers beside words save DuckDB a half of a question's time. BigQuery reads its dictionaries as quickly, and joins calls with each other in parallel. */
const DUCKDB_ONLY: ReadonlySet<string> = new Set([
  ...Object.values(NUMBERED),
  ...Object.values(CODED),
  PREVIOUS_CONTACT.name,
]);

const SESSION_VERSION_OF_BIGQUERY: Table = {
  ...SESSION_VERSION,
  columns: SESSION_VERSION.columns.filter(({ name }) => !DUCKDB_ONLY.has(name)),
};

/**
 * Where the versions of a session, an object or a customer lie, so that a commit touches their days of `session_version`
 * and no others. Four narrow columns of it, read whole by each commit.
 */
export const VERSION_PLACE: Table = {
  name: 'version_place',
  description:
    'Start of every version, by session, object and customer: which partitions a commit has to touch.',
  columns: [
    { name: 'session_id', type: 'STRING', required: true, description: 'The session.' },
    { name: 'customer_id', type: 'STRING', description: 'Its customer.' },
    ...ORIGIN.filter(({ name }) => name === 'object'),
    { name: 'call_start_time', type: 'TIMESTAMP', required: true, description: 'When the call began.' },
  ],
};

/** How BigQuery lays out a table that grows with the calls; all others are small. */
export const BIGQUERY_LAYOUTS: Readonly<Record<string, string>> = {
  session_version:
    'PARTITION BY TIMESTAMP_TRUNC(`call_start_time`, DAY)\nCLUSTER BY `topic_name`, `session_id`',
  version_place: 'CLUSTER BY `session_id`',
};

/** The inner tables as BigQuery has them: the same rows as in DuckDB, without what only that engine needs. */
export const BIGQUERY_TABLES: readonly Table[] = [
  ...INNER_TABLES.map((table) => (table === SESSION_VERSION ? SESSION_VERSION_OF_BIGQUERY : table)),
  VERSION_PLACE,
];
