import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { LineDropper } from './stage-drop.ts';

const COPY_BYTES = 1024 * 1024;

/** A file that exists from its first chunk on, under its own name only when it is whole. */
export class LazyFile {
  readonly #path: string;
  #handle: number | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  get #partPath(): string {
    return `${this.#path}.tmp`;
  }

  write(chunk: Uint8Array): void {
    this.#handle ??= openSync(this.#partPath, 'w+', 0o600);
    writeAll(this.#handle, chunk);
  }

  /** Writes the file anew without those of its lines, which are counted from 0. */
  drop(lines: ReadonlySet<number>): void {
    if (this.#handle === null) return;
    const whole = this.#handle;
    // The name is free again while the bytes are still there to be read.
    rmSync(this.#partPath);
    this.#handle = null;
    try {
      const dropper = new LineDropper(lines, (chunk) => this.write(chunk));
      for (const chunk of chunksOf(whole)) dropper.add(chunk);
    } finally {
      closeSync(whole);
    }
  }

  /** The finished file, or null when nothing was written; what an earlier run left under the name is gone then. */
  finish(): string | null {
    if (this.#handle === null) {
      rmSync(this.#path, { force: true });
      return null;
    }
    closeSync(this.#handle);
    this.#handle = null;
    renameSync(this.#partPath, this.#path);
    return this.#path;
  }

  discard(): void {
    if (this.#handle === null) return;
    closeSync(this.#handle);
    this.#handle = null;
    rmSync(this.#partPath, { force: true });
  }
}

function writeAll(handle: number, chunk: Uint8Array): void {
  for (let written = 0; written < chunk.length; ) written += writeSync(handle, chunk, written);
}

function* chunksOf(handle: number): Generator<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(COPY_BYTES);
  for (let position = 0; ; ) {
    const length = readSync(handle, buffer, 0, buffer.length, position);
    if (length === 0) return;
    position += length;
    yield buffer.subarray(0, length);
  }
}
