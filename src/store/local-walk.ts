import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareNames, isHiddenName, isObjectName } from './object-name.ts';

export interface Walk {
  readonly root: string;
  readonly prefix: string;
  /** Only names after this one. */
  readonly after: string;
  /** A file that can't be an object: its name, and why. */
  readonly onLeftOut: (name: string, reason: string) => void;
}

interface Entry {
  /** Full name; a folder's ends with `/`, so that folders sort where their files belong. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Names of files under the root, in the order of their UTF-8 bytes; a folder is read only when its turn comes. */
export async function* walkNames(walk: Walk, folder = ''): AsyncGenerator<string> {
  for (const { name } of await readEntries(walk, folder)) {
    if (!name.endsWith('/')) yield name;
    else yield* walkNames(walk, name);
  }
}

async function readEntries(walk: Walk, folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const dirent of await readFolder(walk, folder)) {
    const name = nameOf(walk, folder, dirent);
    if (name !== undefined && isWanted(walk, name)) entries.push({ name, bytes: Buffer.from(name) });
  }
  return entries.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
}

async function readFolder(walk: Walk, folder: string): Promise<Dirent[]> {
  try {
    return await readdir(join(walk.root, folder), { withFileTypes: true });
  } catch (error) {
    // A folder below the root may go away while the walk is under way; the root may not.
    if (folder !== '' && (error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function nameOf(walk: Walk, folder: string, dirent: Dirent): string | undefined {
  if (isHiddenName(dirent.name)) return undefined;
  const name = folder + dirent.name;
  // The replacement character is what a name that is not UTF-8 decodes to.
  if (!isObjectName(name) || name.includes('\uFFFD')) walk.onLeftOut(name, 'its name is not an object name');
  else if (dirent.isDirectory()) return `${name}/`;
  else if (dirent.isFile()) return name;
  else walk.onLeftOut(name, 'it is a link or a device, not a file');
  return undefined;
}

function isWanted(walk: Walk, name: string): boolean {
  const { prefix, after } = walk;
  if (!name.endsWith('/')) return name.startsWith(prefix) && (after === '' || compareNames(name, after) > 0);
  const maySuitPrefix = name.startsWith(prefix) || prefix.startsWith(name);
  return maySuitPrefix && (after === '' || after.startsWith(name) || compareNames(name, after) > 0);
}
