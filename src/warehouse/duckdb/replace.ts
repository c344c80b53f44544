import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EarshotError } from '../../base/errors.ts';
import { faultPoint } from '../../base/fault.ts';
import { rebuildFileOf } from '../rewrite.ts';

const logOf = (file: string): string => `${file}.wal`;

/** Where the file that will take a warehouse's place is written. */
export const freshFileOf = (file: string): string => `${file}.new`;

const spillOf = (file: string): string => `${file}.tmp`;

export function removeFile(file: string): void {
  for (const path of [file, logOf(file), spillOf(file)]) rmSync(path, { recursive: true, force: true });
}

/**
 * What a process that was killed left beside the warehouse: files half written, and what its engine had spilled. Rows that were erased
 * since would live on in them. The file must be open: then nobody else writes there.
 */
export function removeLeftovers(file: string): void {
  for (const half of [freshFileOf(file), rebuildFileOf(file)]) removeFile(half);
  rmSync(spillOf(file), { recursive: true, force: true });
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
