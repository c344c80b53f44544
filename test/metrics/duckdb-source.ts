import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { duckdbColumnTypes, duckdbTables } from '../../src/contract/duckdb-ddl.ts';
import { SESSION_VERSION } from '../../src/contract/inner-tables.ts';
import { LONGEST_WINDOW_MS } from '../../src/metrics/rollup/definition.ts';
import type { Segment } from '../../src/metrics/rollup/segments.ts';
import type { RollupExtent, Row, Source, Statement } from '../../src/metrics/source.ts';
import { FIND_PREVIOUS } from '../../src/warehouse/duckdb/election.ts';
import { CODE_EXPRESSIONS, NUMBER_VERSIONS } from '../../src/warehouse/duckdb/numbers.ts';
import { Readers } from '../../src/warehouse/duckdb/readers.ts';
import { rebuildRollups } from '../../src/warehouse/duckdb/rollup.ts';
import { heldSegments } from '../../src/warehouse/duckdb/segments.ts';
import { tempDir } from '../support/temp-dir.ts';
import type { TestSession } from './sessions.ts';

export interface TestSource extends Source {
  readonly connection: DuckDBConnection;
  readonly asked: Statement[];
}

/** Days before the first call whose windows may still be open. */
function rollupOf(
  sessions: readonly TestSession[],
  newest: string | undefined,
  segments: readonly Segment[],
  hasTypes: boolean,
): RollupExtent | null {
  if (newest === undefined) return null;
  const openMs = Date.parse(newest) - LONGEST_WINDOW_MS;
  const open = sessions.filter((each) => Date.parse(each.call_end_time ?? each.call_start_time) > openMs);
  return {
    settledBefore: open.map((each) => each.call_start_time).sort()[0] ?? newest,
    segments: segments.map(({ dimension }) => dimension),
    hasTypes,
  };
}

/**
 * A DuckDB in memory that holds the given sessions as its current versions, and some outdated ones beside them.
 * @param denseCallsADay from which on they are summed by further dimensions; so few never are by default
 */
export async function duckdbSource(
  sessions: readonly TestSession[],
  outdated: readonly TestSession[] = [],
  denseCallsADay?: number,
): Promise<TestSource> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  for (const table of duckdbTables()) await connection.run(table);
  const file = join(tempDir(), 'sessions.ndjson');
  const rows = [
    ...sessions.map((session) => ({ ...session, is_current: true })),
    ...outdated.map((session) => ({ ...session, is_current: false })),
  ];
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const types = Object.entries(duckdbColumnTypes(SESSION_VERSION.columns));
  const columns = types.map(([name, type]) => `'${name}': '${type.replaceAll("'", "''")}'`).join(', ');
  if (rows.length > 0) {
    await connection.run(
      `INSERT INTO session_version BY NAME SELECT * FROM read_json('${file}', format = 'newline_delimited', columns = {${columns}})`,
    );
  }
  const codes = [...CODE_EXPRESSIONS].map(([name, expression]) => `${name} = ${expression}`);
  await connection.run(`UPDATE session_version SET ${codes.join(', ')}`);
  for (const statement of NUMBER_VERSIONS) await connection.run(statement);
  await connection.run(FIND_PREVIOUS);
  await rebuildRollups(connection, denseCallsADay);
  const starts = sessions.map((session) => session.call_start_time).sort();
  const readers = await Readers.open(instance, 2);
  const asked: Statement[] = [];
  return {
    connection,
    asked,
    dialect: 'duckdb',
    extent: {
      firstCall: starts[0] ?? null,
      newestCall: starts.at(-1) ?? null,
      dataVersion: 7,
      rollup: rollupOf(sessions, starts.at(-1), await heldSegments(connection), denseCallsADay === 0),
    },
    async query(statement): Promise<Row[]> {
      asked.push(statement);
      return readers.use((reader) => reader.read(statement, 0));
    },
  };
}
