import { DuckDBInstance } from '@duckdb/node-api';

/**
 * The yardstick of ingest: DuckDB alone loads sessions and turns from the same files into a file of its own.
 * It checks, cleans, redacts and records nothing. usage: plain-duckdb.ts BUCKET FILE; prints one JSON line.
 */
const [bucket, file] = process.argv.slice(2);
if (!bucket || !file) throw new Error('usage: plain-duckdb.ts BUCKET FILE');

const instance = await DuckDBInstance.create(file);
const connection = await instance.connect();
const source = `read_json('${bucket.replaceAll("'", "''")}/**/*.json', format = 'array')`;
const started = performance.now();
await connection.run(`CREATE TABLE sessions AS SELECT * EXCLUDE (conversation) FROM ${source}`);
await connection.run(`CREATE TABLE turns AS
  SELECT session_id, customer_id, unnest(conversation, max_depth := 2) FROM ${source}`);
await connection.run('CHECKPOINT');
const seconds = (performance.now() - started) / 1000;
const counts = await connection.runAndReadAll(
  'SELECT (SELECT count(*) FROM sessions) AS sessions, (SELECT count(*) FROM turns) AS turns',
);
const [row] = counts.getRowObjectsJS();
process.stdout.write(
  `${JSON.stringify({ sessions: Number(row?.sessions), turns: Number(row?.turns), seconds })}\n`,
);
connection.closeSync();
instance.closeSync();
