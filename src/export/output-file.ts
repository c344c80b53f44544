import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';

export interface OutputFile {
  readonly path: string;
  /** Take the place of a file that is there. */
  readonly force: boolean;
}

/** The file appears whole or not at all. @throws EarshotError `file_exists`, `no_folder`, `file_unwritable` */
export async function writeOutput(
  { path, force }: OutputFile,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  if (!force) await requireFree(path);
  const temporary = `${path}.${process.pid}.part`;
  try {
    await write(temporary);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw explained(path, cause);
  }
}

/** Before any work is done for it. @throws EarshotError `file_exists` */
export async function requireFree(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (!there) return;
  throw new EarshotError('conflict', 'file_exists', `${path} is there already, and stays as it is.`, {
    hint: 'Name another file with --out FILE, or replace it with --force.',
    facts: { file: path },
  });
}

function explained(path: string, cause: unknown): unknown {
  const code = systemCode(cause);
  if (code === undefined) return cause;
  const facts = { file: path, reason: code };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new EarshotError('not_found', 'no_folder', `There is no folder ${dirname(path)}.`, {
      hint: 'Make it, or name another file with --out FILE.',
      facts,
      cause,
    });
  }
  return new EarshotError(
    'environment',
    'file_unwritable',
    `${path} can't be written: ${messageOf(cause)}.`,
    {
      hint: 'Nothing is left of it. Name a file in another folder with --out FILE.',
      facts,
      cause,
    },
  );
}
