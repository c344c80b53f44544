import { Rng } from '../rng.ts';
import type { SessionFile } from '../session-file.ts';
import { FILE_BREAKS } from './file-breaks.ts';

const PURPOSE_DIRTY_FILE = 0x46494c45;

/** A file as it is written: as it is, or broken in one of the ways that real feeds know; then it may be two. */
export function writeFile(
  file: SessionFile,
  {
    seed,
    number,
    dirtyPerMillion,
  }: { readonly seed: number; readonly number: number; readonly dirtyPerMillion: number },
): readonly SessionFile[] {
  if (dirtyPerMillion === 0) return [file];
  const rng = new Rng(seed, PURPOSE_DIRTY_FILE, number);
  if (!rng.chanceOfMillion(dirtyPerMillion)) return [file];
  const first = rng.below(FILE_BREAKS.length);
  for (let at = 0; at < FILE_BREAKS.length; at++) {
    const files = FILE_BREAKS[(first + at) % FILE_BREAKS.length]?.(file, rng);
    if (files) return files;
  }
  return [file];
}
