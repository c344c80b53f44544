/** Takes whole lines. The bytes are only lent: they change once it returns. */
export type LineSink = (chunk: Uint8Array) => void;

const CHUNK_BYTES = 256 * 1024;

/** Chunks that no buffer uses at the moment: a fresh one for every small object would cost its page faults. */
const spare: Buffer[] = [];

/** Gathers lines, and hands them on in chunks. */
export class LineBuffer {
  readonly #sink: LineSink;
  #chunk: Buffer | null = null;
  #length = 0;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  add(line: string): void {
    const length = Buffer.byteLength(line);
    if (this.#chunk === null || this.#length + length > this.#chunk.length) this.#makeRoom(length);
    // One byte a character means ASCII, which is copied and not encoded.
    this.#chunk?.write(line, this.#length, length === line.length ? 'latin1' : 'utf8');
    this.#length += length;
  }

  #makeRoom(length: number): void {
    this.flush();
    this.#chunk = length > CHUNK_BYTES ? Buffer.allocUnsafeSlow(length) : this.#ordinary();
  }

  #ordinary(): Buffer {
    return spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }

  /** Hands on what is gathered. */
  flush(): void {
    const chunk = this.#chunk;
    if (chunk === null) return;
    if (this.#length > 0) this.#sink(chunk.subarray(0, this.#length));
    if (chunk.length === CHUNK_BYTES) spare.push(chunk);
    this.#chunk = null;
    this.#length = 0;
  }
}
