import { setImmediate as others } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { quoteIdentifier } from '../../contract/duckdb-ddl.ts';
import {
  BIGINT,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTimestampTZValue,
  TIMESTAMPTZ,
  VARCHAR,
} from './driver.ts';
import { quoteLiteral } from './literal.ts';

type Cell = string | number | boolean | null;

/** Rows that are no warehouse's own, as an answer has them. */
export interface ParquetTable {
  readonly columns: readonly { readonly name: string; readonly type: keyof typeof TYPES }[];
  readonly rows: readonly (readonly Cell[])[];
  /** Of the file: names are ours, values may be anything. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface ColumnType {
  readonly type: DuckDBType;
  readonly sql: string;
  readonly cellOf: (cell: Exclude<Cell, null>) => DuckDBValue;
}

const MICROS_PER_MILLI = 1000n;
const TYPES = {
  text: { type: VARCHAR, sql: 'VARCHAR', cellOf: String },
  integer: { type: BIGINT, sql: 'BIGINT', cellOf: (cell) => BigInt(cell) },
  number: { type: DOUBLE, sql: 'DOUBLE', cellOf: Number },
  time: {
    type: TIMESTAMPTZ,
    sql: 'TIMESTAMPTZ',
    cellOf: (cell) => new DuckDBTimestampTZValue(BigInt(Date.parse(String(cell))) * MICROS_PER_MILLI),
  },
} as const satisfies Record<string, ColumnType>;

/** DuckDB's own size of a chunk: more rows do not fit into one. */
const CHUNK_ROWS = 2048;

/**
 * Writes the rows by a DuckDB of their own, in memory: so it makes no difference where the warehouse is, and none of its
 * files is touched.
 */
export async function writeParquet(file: string, table: ParquetTable): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const connection = await instance.connect();
    await fill(connection, table);
    const pairs = Object.entries(table.metadata).map(
      ([name, value]) => `${quoteIdentifier(name)}: ${quoteLiteral(value.replaceAll('\0', ''))}`,
    );
    await connection.run(
      `COPY taken TO ${quoteLiteral(file)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${pairs.join(', ')}})`,
    );
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

async function fill(connection: DuckDBConnection, { columns, rows }: ParquetTable): Promise<void> {
  const types = columns.map(({ type }): ColumnType => TYPES[type]);
  const declared = columns.map(({ name }, index) => `${quoteIdentifier(name)} ${types[index]?.sql}`);
  await connection.run(`CREATE TABLE taken (${declared.join(', ')})`);
  const appender = await connection.createAppender('taken');
  for (let at = 0; at < rows.length; at += CHUNK_ROWS) {
    const portion = rows.slice(at, at + CHUNK_ROWS);
    const chunk = DuckDBDataChunk.create(types.map(({ type }) => type));
    chunk.setColumns(types.map((type, index) => portion.map((row) => cellIn(type, row[index] ?? null))));
    appender.appendDataChunk(chunk);
    // Questions of others are answered in between.
    await others();
  }
  appender.closeSync();
}

const cellIn = ({ cellOf }: ColumnType, cell: Cell): DuckDBValue => (cell === null ? null : cellOf(cell));
