import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { EarshotError, messageOf } from '../../base/errors.ts';
import { explainDamage } from './damage.ts';

export interface DuckDbOptions {
  /** Bytes that DuckDB may hold in memory before it spills beside the file; 384 MiB by default. */
  readonly memoryLimitMiB?: number;
  readonly threads?: number;
  /** Stores every block as it is, so that a search over the file's bytes finds what is in it. */
  readonly uncompressed?: boolean;
}

const DEFAULT_MEMORY_MIB = 384;

/**
 * Opens the file, creating it and its folder.
 * @throws EarshotError `warehouse_in_use`, `warehouse_newer`, `warehouse_not_duckdb`,
 * `warehouse_damaged`, `warehouse_unwritable`, `warehouse_path`.
 */
export async function openInstance(file: string, options: DuckDbOptions): Promise<DuckDBInstance> {
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
    return await DuckDBInstance.create(file, {
      memory_limit: `${options.memoryLimitMiB ?? DEFAULT_MEMORY_MIB}MiB`,
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
      ...(options.uncompressed ? { force_compression: 'uncompressed' } : {}),
      // Kept in order, each file of a load fills row groups of its own: some 365 small files then exceed the limit.
      preserve_insertion_order: 'false',
      // Text is stored as dictionaries that DuckDB knows since 1.3: a third less time to write than as of 1.0, a sixth less space.
      storage_compatibility_version: 'v1.3.0',
      // Nothing is ever fetched or loaded by a query.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
  } catch (error) {
    throw openingError(file, error);
  }
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
