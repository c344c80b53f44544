import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EarshotError } from '../../base/errors.ts';
import { faultPoint } from '../../base/fault.ts';

const logOf = (file: string): string => `${file}.wal`;

/** Where the file that will take a warehouse's place is written. */
export const freshFileOf = (file: string): string => `${file}.new`;

export function removeFile(file: string): void {
  for (const path of [file, logOf(file), `${file}.tmp`]) rmSync(path, { recursive: true, force: true });
}

/**
 * Puts a closed warehouse in the place of another, whole or not at all. A log beside either would be replayed into the wrong one.
 * @throws EarshotError `warehouse_unclosed`; then nothing was changed
 */
export function renameIn(fresh: string, file: string): void {
  for (const path of [fresh, file]) {
    if (existsSync(logOf(path))) {
      throw new EarshotError(
        'environment',
        'warehouse_unclosed',
        `${logOf(path)} is still there: the warehouse beside it was not closed whole.`,
        { hint: 'Nothing was changed. Check that the disk has room, then run this again.' },
      );
    }
  }
  chmodSync(fresh, statSync(file).mode);
  sync(fresh);
  faultPoint('rename_in');
  renameSync(fresh, file);
  sync(dirname(file));
  faultPoint('renamed');
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
