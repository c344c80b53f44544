import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DAYS_ANEW } from '../src/warehouse/duckdb/days.ts';
import { migrate } from '../src/warehouse/duckdb/migrate.ts';
import { openInstance } from '../src/warehouse/duckdb/open.ts';
import { EARSHOT, run } from './measure.ts';

const BASE_SESSIONS = 50_000;
const FIRST_DAY_MS = Date.UTC(2025, 0, 1);
const DAY_MS = 86_400_000;
/** Transcripts of more would be some 3 GB, and no figure here but the search reads them. */
const MOST_WITH_TURNS = 1_000_000;

export interface ManyCalls {
  /** Data folder of a warehouse of so many calls of the year 2025. */
  readonly data: string;
  /** The same calls as one plain table `calls`, without transcripts. */
  readonly plain: string;
}

/** Made once, in the folder for temporary files, and found there again: 50,000 simulated calls, multiplied by SQL. */
export async function manyCalls(sessions: number): Promise<ManyCalls> {
  const data = join(process.env.BENCH_FOLDER ?? tmpdir(), `earshot-bench-${sessions}-calls`);
  const plain = join(data, 'plain.duckdb');
  if (existsSync(plain)) return { data, plain };
  process.stderr.write(`Building ${sessions} calls in ${data}, which takes some minutes …\n`);
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const base = join(data, 'base');
  const year = ['--sessions', String(BASE_SESSIONS), '--from', '2025-01-01', '--to', '2026-01-01'];
  await run(process.execPath, [EARSHOT, 'simulate', '--data', base, ...year]);
  await run(process.execPath, [EARSHOT, 'ingest', '--data', base]);
  const file = join(data, 'warehouse.duckdb');
  copyFileSync(join(base, 'warehouse.duckdb'), file);
  rmSync(base, { recursive: true });
  await multiply(file, Math.round(sessions / BASE_SESSIONS), sessions <= MOST_WITH_TURNS, `${plain}.new`);
  renameSync(`${plain}.new`, plain);
  return { data, plain };
}

/** As much later as the copied customer: what lies between calls of one stays as it was. */
const LATER = `to_milliseconds(CAST(hash(coalesce(v.customer_id, v.session_id), k.copy) % 21600000 AS BIGINT))`;

async function multiply(file: string, copies: number, hasTurns: boolean, plain: string): Promise<void> {
  const instance = await openInstance(file, { memoryLimitMiB: 4096 });
  const connection = await instance.connect();
  await connection.run(`SET checkpoint_threshold = '1 KB'`);
  await connection.run('SET auto_checkpoint_skip_wal_threshold = 0');
  await connection.run('CREATE TEMP TABLE base AS FROM session_version');
  await connection.run('DELETE FROM session_version');
  // Day by day, as calls arrive.
  for (let day = -1; day <= 366; day++)
    await addDay(connection, FIRST_DAY_MS + day * DAY_MS, copies, hasTurns);
  await connection.run(`DELETE FROM meta WHERE "key" = 'rollups'`);
  await connection.run('DELETE FROM day_outcome');
  await connection.run(`INSERT INTO day_outcome ${DAYS_ANEW}`);
  await migrate(connection, file);
  await connection.run('CHECKPOINT');
  rmSync(plain, { force: true });
  await connection.run(`ATTACH '${plain}' AS plain`);
  await connection.run(
    'CREATE TABLE plain.main.calls AS SELECT * EXCLUDE (turns, changes, findings, customer_key, topic_key) FROM session_version WHERE is_current ORDER BY call_start_time',
  );
  await connection.run('DETACH plain');
  connection.closeSync();
  instance.close();
}

async function addDay(
  connection: DuckDBConnection,
  dayMs: number,
  copies: number,
  hasTurns: boolean,
): Promise<void> {
  const [from, to] = [dayMs, dayMs + DAY_MS].map((ms) => new Date(ms).toISOString().slice(0, 10));
  const times = [
    'call_start_time',
    'call_end_time',
    'next_contact_time',
    'next_topic_contact_time',
    'previous_contact_time',
  ];
  const moved = times.map((name) => `v.${name} + ${LATER} AS ${name}`);
  await connection.run(`INSERT INTO session_version
    SELECT v.* REPLACE (v.session_id || '-' || k.copy AS session_id, v.customer_id || '-' || k.copy AS customer_id,
      v.customer_key + k.copy * (SELECT max(customer_key) FROM base) AS customer_key,
      ${moved.join(', ')}${hasTurns ? '' : ', NULL AS turns'})
    FROM base AS v, (SELECT range AS copy FROM range(0, ${copies})) AS k
    WHERE v.call_start_time >= TIMESTAMP '${from}' AND v.call_start_time < TIMESTAMP '${to}'
    ORDER BY v.call_start_time + ${LATER}`);
}
