import {
  BIGINT,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBMaterializedResult,
  type DuckDBType,
  type DuckDBValue,
  JSDuckDBValueConverter,
} from '@duckdb/node-api';
import type { Row, Statement } from '../warehouse.ts';
import { cellOf } from './cells.ts';

/** Runs one statement. Each await costs a tenth of a millisecond of a worker's time: there are no more of them than needed. */
export async function read(connection: DuckDBConnection, { sql, params }: Statement): Promise<Row[]> {
  // DuckDB plans with the statistics of the moment (what is never null is not tested for it) and plans a statement with
  // parameters anew in the transaction that runs it. One without must not be prepared: a commit may come in between.
  if (params.length === 0) return rowsOf(await connection.run(sql));
  const prepared = await connection.prepare(sql);
  try {
    const values = params.map((value): DuckDBValue => value);
    prepared.bind(values, params.map(parameterType) as DuckDBType[]);
    return rowsOf(await prepared.run());
  } finally {
    prepared.destroySync();
  }
}

/** Whole numbers are BIGINT, so that a plan does not depend on a value's size. */
function parameterType(value: Statement['params'][number]): DuckDBType | undefined {
  if (typeof value === 'bigint') return BIGINT;
  if (typeof value === 'number') return Number.isInteger(value) ? BIGINT : DOUBLE;
  return undefined;
}

function rowsOf(result: DuckDBMaterializedResult): Row[] {
  const names = result.deduplicatedColumnNames();
  const rows: Row[] = [];
  for (let index = 0; index < result.chunkCount; index++) {
    const chunk = result.getChunk(index);
    for (let place = 0; place < chunk.rowCount; place++) {
      const values = chunk.convertRowValues(place, JSDuckDBValueConverter);
      const row: Row = {};
      for (const [column, name] of names.entries()) row[name] = cellOf(values[column]);
      rows.push(row);
    }
  }
  return rows;
}
