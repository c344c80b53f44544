import type { DuckDBConnection } from '@duckdb/node-api';
import type { StagedBatch } from '../../contract/batch.ts';
import type { Column } from '../../contract/columns.ts';
import { duckdbColumnTypes, quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import { STAGED_VERSION_COLUMNS } from '../../contract/inner-tables.ts';
import { QUARANTINE_COLUMNS } from '../../contract/quarantine-table.ts';
import { listValue } from './driver.ts';
import { quoteLiteral } from './literal.ts';
import { CODE_EXPRESSIONS } from './numbers.ts';

/** DuckDB's default; a larger bound costs twice that in buffers per thread. */
const LINE_BYTES = 16 * 1024 * 1024;

/** Each is taken for its session's current version until the election: nearly all of them are. */
export async function loadVersions(
  connection: DuckDBConnection,
  batches: readonly StagedBatch[],
): Promise<void> {
  const files = batches.flatMap((batch) => batch.versionsFile ?? []);
  const columns = STAGED_VERSION_COLUMNS.map((column) => quoteIdentifier(column.name)).join(', ');
  const codes = [...CODE_EXPRESSIONS.keys()].map(quoteIdentifier);
  await load(
    connection,
    files,
    STAGED_VERSION_COLUMNS,
    `INSERT INTO session_version (${columns}, ${codes.join(', ')}, is_current)
    SELECT ${columns}, ${[...CODE_EXPRESSIONS.values()].join(', ')}, true`,
  );
}

export async function loadQuarantine(
  connection: DuckDBConnection,
  batches: readonly StagedBatch[],
): Promise<void> {
  const files = batches.flatMap((batch) => batch.quarantineFile ?? []);
  await load(connection, files, QUARANTINE_COLUMNS, 'INSERT INTO quarantine BY NAME SELECT *');
}

async function load(
  connection: DuckDBConnection,
  files: readonly string[],
  columns: readonly Column[],
  insert: string,
): Promise<void> {
  if (files.length === 0) return;
  const types = Object.entries(duckdbColumnTypes(columns)).map(
    ([name, type]) => `${quoteLiteral(name)}: ${quoteLiteral(type)}`,
  );
  await connection.run(
    `${insert} FROM read_json($1, format = 'newline_delimited', auto_detect = false, maximum_object_size = ${LINE_BYTES},
      columns = {${types.join(', ')}})`,
    [listValue(files.map(globLiteral))],
  );
}

/** read_json takes patterns: a folder named `a[1]*` must stay a name. */
function globLiteral(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}
