export type LineSink = (chunk: Uint8Array) => void;

const CHUNK_BYTES = 4 * 1024 * 1024;

/** Gathers lines that come last to first, and hands them on in chunks that read first to last: each is filled from its end. */
export class LineBuffer {
  readonly #sink: LineSink;
  #chunk = Buffer.alloc(0);
  #start = 0;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  add(line: string): void {
    const length = Buffer.byteLength(line);
    if (length > this.#start) {
      this.flush();
      this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, length));
      this.#start = this.#chunk.length;
    }
    this.#start -= length;
    // One byte a character means ASCII, which is copied and not encoded.
    this.#chunk.write(line, this.#start, length === line.length ? 'latin1' : 'utf8');
  }

  /** Hands on what is gathered. */
  flush(): void {
    if (this.#start < this.#chunk.length) this.#sink(this.#chunk.subarray(this.#start));
    this.#chunk = Buffer.alloc(0);
    this.#start = 0;
  }
}
