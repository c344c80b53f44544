import { appendFileSync, closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';

/** A file of lines that grows while a run goes on, and has its name only once it is whole. */
export class LineFile {
  readonly path: string;
  private readonly fd: number;

  /** @throws EarshotError `log_unwritable`, here and below */
  constructor(path: string) {
    this.path = path;
    this.fd = orUnwritable(path, () => openSync(`${path}.tmp`, 'w'));
  }

  /** Waits for the disk: lines that pile up would fill the memory of a long run. */
  add(lines: readonly string[]): void {
    if (lines.length > 0) orUnwritable(this.path, () => appendFileSync(this.fd, `${lines.join('\n')}\n`));
  }

  end(): void {
    closeSync(this.fd);
    orUnwritable(this.path, () => renameSync(`${this.path}.tmp`, this.path));
  }

  /** Of a run that failed nothing is left. */
  abandon(): void {
    closeSync(this.fd);
    rmSync(`${this.path}.tmp`, { force: true });
  }
}

/** Works with the files, which are whole once it is done, and gone if it fails. */
export async function withLineFiles<T>(
  files: readonly (LineFile | null)[],
  work: () => Promise<T>,
): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    for (const file of files) file?.abandon();
    throw error;
  }
  for (const file of files) file?.end();
  return result;
}

function orUnwritable<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw logUnwritable(path, cause);
  }
}

export function logUnwritable(path: string, cause: unknown): EarshotError {
  return new EarshotError(
    'environment',
    'log_unwritable',
    `The log of the simulation can't be written: ${messageOf(cause)}.`,
    {
      hint: 'Give this user access to the folder, or choose another with --data DIR. Files in the bucket are whole.',
      facts: { path, reason: systemCode(cause) ?? null },
      cause,
    },
  );
}
