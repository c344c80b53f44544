import type { DuckDBConnection } from '@duckdb/node-api';
import type { Clock } from '../../base/clock.ts';
import { EarshotError, messageOf } from '../../base/errors.ts';
import { faultPoint } from '../../base/fault.ts';
import type { Rewrite, RewriteReport } from '../rewrite.ts';
import { adopt } from './adopt.ts';
import { copyWithout } from './copy.ts';
import { quoteLiteral } from './literal.ts';
import { getMeta, setMeta } from './meta.ts';
import { migrate } from './migrate.ts';
import { type DuckDbOptions, openInstance } from './open.ts';
import { freshFileOf, removeFile, renameIn } from './replace.ts';
import { rebuildRollups } from './rollup.ts';

/**
 * Writes the closed warehouse `file` anew and renames the result in. DuckDB keeps deleted bytes in a file, so rows that must
 * go are never copied at all.
 * @throws EarshotError `rewrite_failed`, `warehouse_unclosed`; then the file is as it was
 */
export async function rewriteFile(
  file: string,
  rewrite: Rewrite,
  clock: Clock,
  options: DuckDbOptions,
): Promise<RewriteReport> {
  const fresh = rewrite.kind === 'adopt' ? rewrite.file : freshFileOf(file);
  if (rewrite.kind !== 'adopt') removeFile(fresh);
  try {
    const report = await write(fresh, file, rewrite, clock, options);
    faultPoint('rewritten');
    if (report.kind !== 'adopt' || report.adopted) renameIn(fresh, file);
    return report;
  } catch (cause) {
    throw cause instanceof EarshotError ? cause : failed(file, cause);
  } finally {
    removeFile(fresh);
  }
}

async function write(
  fresh: string,
  file: string,
  rewrite: Rewrite,
  clock: Clock,
  options: DuckDbOptions,
): Promise<RewriteReport> {
  const instance = await openInstance(fresh, options);
  const connection = await instance.connect();
  try {
    await migrate(connection, fresh, options);
    await connection.run(`ATTACH ${quoteLiteral(file)} AS old (READ_ONLY)`);
    const report = await fill(connection, rewrite, clock.now().toISOString());
    await connection.run('DETACH old');
    await rebuildRollups(connection, options.denseCallsADay);
    await connection.run('CHECKPOINT');
    return report;
  } finally {
    connection.closeSync();
    instance.close();
  }
}

async function fill(connection: DuckDBConnection, rewrite: Rewrite, now: string): Promise<RewriteReport> {
  if (rewrite.kind === 'adopt') {
    const adoption = await adopt(connection, rewrite, now);
    return { kind: 'adopt', dataVersion: await versionOf(connection), ...adoption };
  }
  const removed = await copyWithout(connection, rewrite, now);
  const dataVersion = (await versionOf(connection)) + 1;
  await setMeta(connection, 'data_version', String(dataVersion));
  return { kind: rewrite.kind, dataVersion, removed };
}

async function versionOf(connection: DuckDBConnection): Promise<number> {
  return Number((await getMeta(connection, 'data_version')) ?? 0);
}

function failed(file: string, cause: unknown): EarshotError {
  return new EarshotError(
    'environment',
    'rewrite_failed',
    `The warehouse ${file} can't be written anew: ${messageOf(cause).split('\n', 1)[0]}`,
    {
      cause,
      hint: 'Everything is as before. It needs as much free disk as the warehouse takes now: make room, then run it again.',
    },
  );
}
