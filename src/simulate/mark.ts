import { createHash } from 'node:crypto';
import { SIMULATOR_VERSION } from './version.ts';

/**
 * 32 bits that tell one simulation's sessions and files from those of any other, so that two share a bucket without one writing
 * over the other. @param shape all that shapes the bytes: the same options give the same mark
 */
export function markOf(...shape: readonly unknown[]): number {
  const text = JSON.stringify([SIMULATOR_VERSION, ...shape]);
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

/** As it stands in names of files; ids of sessions have its first half. */
export const markText = (mark: number): string => mark.toString(16).padStart(8, '0');
