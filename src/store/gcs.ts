import { CRC32C, type File, type FileMetadata, IdempotencyStrategy, Storage } from '@google-cloud/storage';
import { EarshotError } from '../base/errors.ts';
import type { GsPlace } from '../base/places.ts';
import { gcsTrouble, isMissing, isPrecondition } from './gcs-errors.ts';
import { readPieces } from './gcs-read.ts';
import { checkObjectName, isObjectName } from './object-name.ts';
import type { LeftOut, ListOptions, ListPage, ObjectVersion, Store } from './store.ts';

export interface GcsOptions {
  /** Address of the API, for an emulator or a private endpoint; Google's own by default. */
  readonly endpoint?: string;
  /** Tries again so often after a failure that may pass. */
  readonly maxRetries?: number;
  /** Waits at most so long between two tries; the SDK's 64 s by default. */
  readonly maxRetryDelaySec?: number;
}

const DEFAULT_PAGE_SIZE = 1000;
const DEFAULT_RETRIES = 5;
/** Somebody else may write the same object at the same moment, but not for ever. */
const MOST_PUTS = 8;

/**
 * A bucket of Google Cloud Storage, or what lies under a prefix of it. Credentials are found the SDK's way (Application Default
 * Credentials). Every request may be sent again: writes carry the generation that they replace.
 */
export function openGcsStore({ bucket: name, prefix: root }: GsPlace, options: GcsOptions = {}): Store {
  const storage = new Storage({
    ...(options.endpoint && { apiEndpoint: options.endpoint }),
    retryOptions: {
      maxRetries: options.maxRetries ?? DEFAULT_RETRIES,
      ...(options.maxRetryDelaySec && { maxRetryDelay: options.maxRetryDelaySec }),
      idempotencyStrategy: IdempotencyStrategy.RetryAlways,
    },
  });
  const bucket = storage.bucket(name);
  const label = `gs://${name}${root === '' ? '' : `/${root.slice(0, -1)}`}`;
  const retries = options.maxRetries ?? DEFAULT_RETRIES;

  async function guarded<T>(object: string, doing: string, act: (path: string) => Promise<T>): Promise<T> {
    checkObjectName(object);
    try {
      return await act(root + object);
    } catch (error) {
      throw error instanceof EarshotError ? error : gcsTrouble(error, name, doing, `${label}/${object}`);
    }
  }

  async function find(path: string): Promise<FileMetadata | undefined> {
    try {
      const [metadata] = await bucket.file(path).getMetadata();
      return metadata;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async function list(asked: ListOptions = {}): Promise<ListPage> {
    const { prefix = '', pageToken = '', pageSize = DEFAULT_PAGE_SIZE } = asked;
    try {
      const [files, next] = await bucket.getFiles({
        autoPaginate: false,
        prefix: root + prefix,
        maxResults: pageSize,
        ...(pageToken && { pageToken }),
      });
      const objects = files.flatMap((file) => listed(file, root));
      const leftOut = files.flatMap((file) => refused(file, root));
      const token = (next as { pageToken?: string } | null)?.pageToken;
      return token ? { objects, leftOut, nextPageToken: token } : { objects, leftOut };
    } catch (error) {
      throw gcsTrouble(error, name, 'list', label);
    }
  }

  return {
    label,
    list,
    find: (object) =>
      guarded(object, 'read', async (path) => {
        const metadata = await find(path);
        return metadata && versionOf(object, metadata);
      }),
    put: (object, bytes) =>
      guarded(object, 'write', async (path) => {
        for (let tried = 0; tried < MOST_PUTS; tried++) {
          const older = await find(path);
          const written = await write(bucket.file(path), bytes, generationOf(older));
          if (written) return versionOf(object, written);
          const now = await find(path);
          // An answer may be lost on its way: the retry then meets what the first try has written.
          if (now && generationOf(now) !== generationOf(older) && holds(now, bytes))
            return versionOf(object, now);
        }
        throw new EarshotError('conflict', 'bucket_busy', `Others keep writing ${label}/${object}.`, {
          hint: 'Run it again when they have ended.',
        });
      }),
    create: (object, bytes) =>
      guarded(object, 'write', async (path) => {
        const written = await write(bucket.file(path), bytes, 0);
        return written && versionOf(object, written);
      }),
    read: (version) =>
      guarded(version.object, 'read', async (path) => {
        const pieces: Uint8Array[] = [];
        for await (const piece of readPieces(bucket.file(path, pinned(version)), version, retries))
          pieces.push(piece);
        return Buffer.concat(pieces);
      }),
    async *stream(version) {
      checkObjectName(version.object);
      try {
        yield* readPieces(bucket.file(root + version.object, pinned(version)), version, retries);
      } catch (error) {
        throw error instanceof EarshotError
          ? error
          : gcsTrouble(error, name, 'read', `${label}/${version.object}`);
      }
    },
    remove: (object) =>
      guarded(object, 'remove', async (path) => {
        await bucket.file(path).delete({ ignoreNotFound: true });
      }),
  };
}

/** A generation is a number of 64 bits: text is what carries it whole. */
const pinned = ({ generation }: ObjectVersion) => ({ generation });

const generationOf = (metadata: FileMetadata | undefined): string => String(metadata?.generation ?? 0);

function versionOf(object: string, metadata: FileMetadata): ObjectVersion {
  return { object, generation: generationOf(metadata), sizeBytes: Number(metadata.size ?? 0) };
}

function listed(file: File, root: string): ObjectVersion[] {
  const object = file.name.slice(root.length);
  return isObjectName(object) ? [versionOf(object, file.metadata)] : [];
}

/** Folders that people click in the console are empty objects whose names end with `/`. */
function refused(file: File, root: string): LeftOut[] {
  const name = file.name.slice(root.length);
  return isObjectName(name) || name.endsWith('/') ? [] : [{ name, reason: 'its name is not an object name' }];
}

/** Undefined when another generation than the given one is there; 0 is none. */
async function write(
  file: File,
  bytes: Uint8Array | string,
  older: string | number,
): Promise<FileMetadata | undefined> {
  try {
    await file.save(bytes as Buffer | string, {
      // What is in memory is sent at once, and again as a whole.
      resumable: false,
      validation: 'crc32c',
      contentType: 'application/octet-stream',
      preconditionOpts: { ifGenerationMatch: older },
    });
    return file.metadata;
  } catch (error) {
    if (isPrecondition(error)) return undefined;
    throw error;
  }
}

function holds({ crc32c, size }: FileMetadata, content: Uint8Array | string): boolean {
  const bytes = Buffer.from(content as Uint8Array);
  const sum = new CRC32C();
  sum.update(bytes);
  return Number(size) === bytes.length && sum.toString() === crc32c;
}
