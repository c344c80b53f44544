import type { DuckDBConnection } from '@duckdb/node-api';

const SETTINGS: readonly string[] = [
  // Each thread of a load gathers rows of its own until they fill a row group.
  'SET threads = 1',
  // Row groups that are on disk already count for nothing when DuckDB decides whether a commit writes the file or a log first. The
  // log would hold every row anew as it is, since the elections have changed them: 190 MB and half a second for 100,000 sessions.
  `SET checkpoint_threshold = '1 KB'`,
  'SET auto_checkpoint_skip_wal_threshold = 0',
];
const BACK: readonly string[] = [
  'RESET checkpoint_threshold',
  'RESET auto_checkpoint_skip_wal_threshold',
  // DuckDB gives freed memory back to the system only when it reserves more than this threshold, so it is set to nothing for one
  // statement that reserves some. Otherwise each thread that ran a commit keeps what that took: 250 MB after 80,000 sessions.
  `SET allocator_bulk_deallocation_flush_threshold = '0 bytes'`,
  'SELECT count(DISTINCT number) FROM range(100000) AS numbers(number)',
  'RESET allocator_bulk_deallocation_flush_threshold',
];

/** Commits many sessions: DuckDB is set for it, and gives the memory back afterwards. The threads are the caller's to set again. */
export async function committingMany<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  for (const statement of SETTINGS) await connection.run(statement);
  try {
    return await work();
  } finally {
    // After a failure the instance may be dead: what matters is then told already.
    for (const statement of BACK) await connection.run(statement).catch(() => undefined);
  }
}
