import { createWriteStream, type WriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { finished } from 'node:stream/promises';

/** A file of lines that grows while a run goes on, and has its name only once it is whole. */
export class LineFile {
  readonly path: string;
  private readonly stream: WriteStream;
  /** Met by `end`; a stream that fails without a listener would end the process. */
  private failure: unknown;

  constructor(path: string) {
    this.path = path;
    this.stream = createWriteStream(`${path}.tmp`);
    this.stream.on('error', (error) => {
      this.failure ??= error;
    });
  }

  add(lines: readonly string[]): void {
    if (lines.length > 0) this.stream.write(`${lines.join('\n')}\n`);
  }

  /** @throws what writing threw, a full disk for one */
  async end(): Promise<void> {
    this.stream.end();
    await finished(this.stream).catch((error) => {
      this.failure ??= error;
    });
    if (this.failure) throw this.failure;
    await rename(`${this.path}.tmp`, this.path);
  }
}
