import { randomUUID } from 'node:crypto';
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { EarshotError, systemCode } from '../base/errors.ts';
import { generationGone } from './generation-gone.ts';
import { fileTrouble } from './local-errors.ts';
import { walkNames } from './local-walk.ts';
import { checkObjectName } from './object-name.ts';
import type { LeftOut, ListOptions, ListPage, ObjectVersion, Store } from './store.ts';

const DEFAULT_PAGE_SIZE = 1000;

/**
 * A folder as a bucket. It need not exist yet: the first put creates it.
 * Dot files, `*.tmp` files and symbolic links are no objects.
 */
export function openLocalStore(dir: string): Store {
  const root = resolve(dir);
  let leftOut: LeftOut[] = [];
  const onLeftOut = (name: string, reason: string) => leftOut.push({ name, reason });
  let paused: { readonly token: string; readonly prefix: string; readonly names: Names } | undefined;

  /** Goes on where the page before ended, so that a folder of 100,000 files is read once and not once a page. */
  function resume(prefix: string, token: string): Names {
    const found = paused?.token === token && paused.prefix === prefix ? paused.names : undefined;
    paused = undefined;
    return found ?? walkNames({ root, prefix, after: token, onLeftOut });
  }

  async function list({ prefix = '', pageToken = '', pageSize = DEFAULT_PAGE_SIZE }: ListOptions = {}) {
    const walked = resume(prefix, pageToken);
    const names = await take(walked, pageSize).catch((error) => {
      throw fileTrouble(error, root, 'list');
    });
    const versions = await Promise.all(names.map((name) => versionAt(root, name)));
    const page: ListPage = { objects: versions.filter((version) => version !== undefined), leftOut };
    leftOut = [];
    const last = names.at(-1);
    if (last === undefined || names.length < pageSize) return page;
    paused = { token: last, prefix, names: walked };
    return { ...page, nextPageToken: last };
  }

  return {
    label: root,
    list,
    put: (object, bytes) => guarded(root, object, 'write', (path) => putFile(root, path, object, bytes)),
    create: (object, bytes) =>
      guarded(root, object, 'write', (path) => createFile(root, path, object, bytes)),
    find: (object) => guarded(root, object, 'read', () => versionAt(root, object)),
    read: (version) => guarded(root, version.object, 'read', (path) => readGeneration(root, path, version)),
    stream: (version) => streamed(root, version),
    remove: (object) => guarded(root, object, 'remove', (path) => removeFile(root, path)),
  };
}

type Names = AsyncGenerator<string>;

async function take(names: Names, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const next = await names.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

async function guarded<T>(root: string, object: string, doing: string, act: (path: string) => Promise<T>) {
  checkObjectName(object);
  const path = join(root, object);
  try {
    return await act(path);
  } catch (error) {
    throw error instanceof EarshotError ? error : fileTrouble(error, path, doing);
  }
}

function versionOf(object: string, stats: BigIntStats): ObjectVersion {
  return { object, generation: String(stats.mtimeNs), sizeBytes: Number(stats.size) };
}

async function versionAt(root: string, object: string): Promise<ObjectVersion | undefined> {
  const path = join(root, object);
  try {
    const stats = await lstat(path, { bigint: true });
    return stats.isFile() ? versionOf(object, stats) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw fileTrouble(error, path, 'read');
  }
}

/** A folder of the name may be a link that leads out of the bucket; the nearest one that exists tells. */
async function checkInside(root: string, path: string): Promise<void> {
  const [realRoot, realFolder] = await Promise.all([realpath(root), realExisting(root, dirname(path))]);
  if (realFolder === realRoot || realFolder.startsWith(realRoot + sep)) return;
  throw new EarshotError('usage', 'bad_object_name', `${path} lies behind a link that leads out of ${root}.`);
}

async function realExisting(root: string, folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || folder === root) throw error;
    return realExisting(root, dirname(folder));
  }
}

async function putFile(root: string, path: string, object: string, bytes: Uint8Array | string) {
  const beside = await roomBeside(root, path);
  try {
    const stats = await writeBeside(beside, bytes, await versionAt(root, object));
    await rename(beside, path);
    return versionOf(object, stats);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** A link, unlike a rename, takes no other file's place. */
async function createFile(root: string, path: string, object: string, bytes: Uint8Array | string) {
  const beside = await roomBeside(root, path);
  try {
    const stats = await writeBeside(beside, bytes, undefined);
    await link(beside, path);
    return versionOf(object, stats);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return undefined;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
}

/** Makes the folders of the path, and names a file of its own in the last one. */
async function roomBeside(root: string, path: string): Promise<string> {
  await mkdir(root, { recursive: true });
  await checkInside(root, path);
  await mkdir(dirname(path), { recursive: true });
  return join(dirname(path), `.${randomUUID()}.tmp`);
}

async function writeBeside(beside: string, bytes: Uint8Array | string, older: ObjectVersion | undefined) {
  const handle = await open(beside, 'wx');
  try {
    await handle.writeFile(bytes);
    const stats = await handle.stat({ bigint: true });
    if (older === undefined || stats.mtimeNs > BigInt(older.generation)) return stats;
    // The kernel's clock ticks in ms: two writes within one tick would share a generation.
    const mtimeSec = Number(BigInt(older.generation) / 1_000_000n + 2n) / 1000;
    await handle.utimes(mtimeSec, mtimeSec);
    return await handle.stat({ bigint: true });
  } finally {
    await handle.close();
  }
}

async function readGeneration(root: string, path: string, version: ObjectVersion): Promise<Uint8Array> {
  const handle = await openObject(root, path);
  if (!handle) throw generationGone(version, 'deleted');
  try {
    await checkGeneration(handle, version);
    const bytes = await handle.readFile();
    await checkGeneration(handle, version);
    return bytes;
  } finally {
    await handle.close();
  }
}

const PIECE_BYTES = 256 * 1024;

async function* streamed(root: string, version: ObjectVersion): AsyncGenerator<Uint8Array> {
  checkObjectName(version.object);
  const path = join(root, version.object);
  try {
    yield* piecesOf(root, path, version);
  } catch (error) {
    throw error instanceof EarshotError ? error : fileTrouble(error, path, 'read');
  }
}

async function* piecesOf(root: string, path: string, version: ObjectVersion): AsyncGenerator<Uint8Array> {
  const handle = await openObject(root, path);
  if (!handle) throw generationGone(version, 'deleted');
  try {
    await checkGeneration(handle, version);
    for (;;) {
      // Each piece has a buffer of its own: whoever takes it may keep it, or hand it to another thread.
      const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
      const { bytesRead } = await handle.read(buffer, 0, PIECE_BYTES);
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
    await checkGeneration(handle, version);
  } finally {
    await handle.close();
  }
}

async function openObject(root: string, path: string): Promise<FileHandle | undefined> {
  try {
    await checkInside(root, path);
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    // ELOOP: a link now stands where the file was.
    if (isMissing(error) || systemCode(error) === 'ELOOP') return undefined;
    throw error;
  }
}

async function checkGeneration(handle: FileHandle, version: ObjectVersion): Promise<void> {
  const stats = await handle.stat({ bigint: true });
  const now = versionOf(version.object, stats);
  if (now.generation !== version.generation || now.sizeBytes !== version.sizeBytes) {
    throw generationGone(version, 'replaced');
  }
}

async function removeFile(root: string, path: string): Promise<void> {
  try {
    await checkInside(root, path);
    await rm(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '');
}
