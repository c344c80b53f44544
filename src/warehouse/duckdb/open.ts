import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DuckDBInstance as Database, DuckDBConnection } from '@duckdb/node-api';
import { EarshotError, messageOf } from '../../base/errors.ts';
import { explainDamage } from './damage.ts';
import { DuckDBInstance } from './driver.ts';
import { quoteLiteral } from './literal.ts';

export interface DuckDbOptions {
  /** Bytes that DuckDB may hold in memory before it spills beside the file; 192 MiB by default. */
  readonly memoryLimitMiB?: number;
  readonly threads?: number;
  /** Stores every block as it is, so that a search over the file's bytes finds what is in it. */
  readonly uncompressed?: boolean;
  /** Calls a day from which on they are summed by further dimensions. */
  readonly denseCallsADay?: number;
}

/** What a large warehouse adds to the memory of an ingest is this: elections and blocks of the file that were read fill it. */
const DEFAULT_MEMORY_MIB = 192;

/**
 * A row group that is full goes to disk while the load goes on, and a commit that ends within one costs the next one little. Of
 * 122,880 rows, DuckDB's default, it is held in memory whole, up to 300 MB, and compressed while COMMIT waits.
 */
const ROW_GROUP_ROWS = 30_720;

/** An open file; each connection on it sees the warehouse's tables by their plain names. */
export interface Instance {
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

/**
 * Opens the file, creating it and its folder.
 * @throws EarshotError `warehouse_in_use`, `warehouse_newer`, `warehouse_not_duckdb`,
 * `warehouse_damaged`, `warehouse_unwritable`, `warehouse_path`.
 */
export async function openInstance(file: string, options: DuckDbOptions): Promise<Instance> {
  if (file.includes('?')) {
    throw new EarshotError(
      'usage',
      'warehouse_path',
      `The warehouse's path ${file} has a "?" in it, which DuckDB can't keep a log beside.`,
      {
        hint: 'Choose a path without it: --warehouse FILE, or --data DIR.',
      },
    );
  }
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${options.memoryLimitMiB ?? DEFAULT_MEMORY_MIB}MiB`,
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
      ...(options.uncompressed ? { force_compression: 'uncompressed' } : {}),
      ...(file === ':memory:' ? {} : { temp_directory: `${file}.tmp` }),
      // Kept in order, each file of a load fills row groups of its own: some 365 small files then exceed the limit.
      preserve_insertion_order: 'false',
      // Text is stored as dictionaries that DuckDB knows since 1.3: a third less time to write than as of 1.0, a sixth less space.
      storage_compatibility_version: 'v1.3.0',
      // Each row group by itself: no more than one waits in memory.
      write_buffer_row_group_count: '1',
      // What was freed goes back to the system while nothing asks for memory, too: see driver.ts.
      allocator_background_threads: 'true',
      // Nothing is ever fetched or loaded by a query.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    if (file !== ':memory:') await attach(instance, file);
    return { connect: () => connect(instance, file), close: () => instance.closeSync() };
  } catch (error) {
    throw openingError(file, error);
  }
}

/** The size of row groups is an option of attaching alone. */
async function attach(instance: Database, file: string): Promise<void> {
  const connection = await instance.connect();
  try {
    await connection.run(
      `ATTACH ${quoteLiteral(file)} AS warehouse (TYPE duckdb, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
    );
  } catch (error) {
    instance.closeSync();
    throw error;
  } finally {
    connection.closeSync();
  }
}

async function connect(instance: Database, file: string): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  if (file !== ':memory:') await connection.run('USE warehouse');
  return connection;
}

function openingError(file: string, cause: unknown): EarshotError {
  const damage = explainDamage(cause, file);
  if (damage instanceof EarshotError) return damage;
  const message = messageOf(cause);
  if (/could not set lock/i.test(message)) {
    const pid = /PID (\d+)/.exec(message)?.[1];
    return new EarshotError(
      'conflict',
      'warehouse_in_use',
      `${file} is open in another process${pid ? ` (pid ${pid})` : ''}.`,
      {
        cause,
        hint: 'DuckDB lets one process open a file. End that process, or use `earshot serve` and let commands talk to it.',
      },
    );
  }
  if (/version number|newer version|storage version/i.test(message)) {
    return new EarshotError(
      'environment',
      'warehouse_newer',
      `${file} was written by a newer version: this one cannot read it.`,
      {
        cause,
        hint: 'Nothing was changed. Update Earshot, or point --warehouse at another file.',
      },
    );
  }
  if (/not a valid DuckDB database/i.test(message)) {
    return new EarshotError('environment', 'warehouse_not_duckdb', `${file} is not a DuckDB file.`, {
      cause,
      hint: 'Nothing was changed. Move it away, or point --warehouse at another file.',
    });
  }
  return new EarshotError(
    'environment',
    'warehouse_unwritable',
    `The warehouse ${file} can't be opened: ${message}`,
    {
      cause,
      hint: 'Check that the folder exists, that you may write to it, and that the disk has room.',
    },
  );
}
