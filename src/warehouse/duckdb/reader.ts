import type {
  DuckDBConnection,
  DuckDBMaterializedResult,
  DuckDBPreparedStatement,
  DuckDBType,
  DuckDBValue,
} from '@duckdb/node-api';
import type { Row, Statement } from '../warehouse.ts';
import { cellOf } from './cells.ts';
import { BIGINT, DOUBLE, JSDuckDBValueConverter } from './driver.ts';

const MAX_KEPT = 64;

/**
 * A connection that answers. DuckDB plans with the statistics of the moment: what is never null is not tested for it. It plans a
 * statement with parameters anew in the transaction that runs it, so such a one may be kept, which saves a fifth of a small
 * question's time; even so none is kept across a commit. One without parameters would run by its old plan: it is not prepared.
 */
export class Reader {
  readonly connection: DuckDBConnection;
  readonly #kept = new Map<string, DuckDBPreparedStatement>();
  #epoch = 0;

  constructor(connection: DuckDBConnection) {
    this.connection = connection;
  }

  /** @param epoch statements kept in another one are forgotten */
  async read({ sql, params }: Statement, epoch: number): Promise<Row[]> {
    if (params.length === 0) return rowsOf(await this.connection.run(sql));
    if (epoch !== this.#epoch || this.#kept.size >= MAX_KEPT) this.#forget();
    this.#epoch = epoch;
    const prepared = this.#kept.get(sql) ?? (await this.connection.prepare(sql));
    this.#kept.set(sql, prepared);
    prepared.bind(
      params.map((value): DuckDBValue => value),
      params.map(parameterType) as DuckDBType[],
    );
    return rowsOf(await prepared.run());
  }

  close(): void {
    this.#forget();
    this.connection.closeSync();
  }

  #forget(): void {
    for (const prepared of this.#kept.values()) prepared.destroySync();
    this.#kept.clear();
  }
}

/** Whole numbers are BIGINT, so that a plan does not depend on a value's size. */
function parameterType(value: Statement['params'][number]): DuckDBType | undefined {
  if (typeof value === 'bigint') return BIGINT;
  if (typeof value === 'number') return Number.isInteger(value) ? BIGINT : DOUBLE;
  return undefined;
}

/** Chunk by chunk as they lie there: asking for them one by one takes an await of a worker each. */
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
