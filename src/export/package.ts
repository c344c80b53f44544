import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface PackedFile {
  /** Path within the package, with slashes. */
  readonly name: string;
  /** Asked once the files before it are written, so that a package of any size takes the memory of one chunk. */
  readonly chunks: () => AsyncIterable<string>;
}

export interface PackOptions {
  /** Of every file in it. */
  readonly mtime: Date;
  readonly signal: AbortSignal;
}

/** A zip, as a .twbx is one. */
export async function writePackage(
  path: string,
  files: readonly PackedFile[],
  { mtime, signal }: PackOptions,
): Promise<void> {
  const zip = new ZipFile();
  const failed = new AbortController();
  zip.on('error', (error: unknown) => failed.abort(error));
  const either = AbortSignal.any([signal, failed.signal]);
  for (const { name, chunks } of files) {
    zip.addReadStreamLazy(name, { mtime, compress: true }, (hand) => {
      const source = Readable.from(chunks(), { signal: either });
      // yazl hears of no error of what it reads, and would wait for more.
      source.on('error', (error) => failed.abort(error));
      hand(null, source);
    });
  }
  zip.end();
  try {
    await pipeline(zip.outputStream, createWriteStream(path, { flags: 'wx' }), { signal: either });
  } catch (error) {
    either.throwIfAborted();
    throw error;
  }
}
