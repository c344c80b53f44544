export type LineSink = (chunk: Uint8Array) => void;

const FLUSH_CHARS = 4 * 1024 * 1024;

/** Gathers lines that come last to first, and hands them on in chunks that read first to last. */
export class LineBuffer {
  readonly #sink: LineSink;
  #lines: string[] = [];
  #chars = 0;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#chars += line.length;
    if (this.#chars >= FLUSH_CHARS) this.flush();
  }

  flush(): void {
    if (this.#lines.length === 0) return;
    this.#sink(Buffer.from(this.#lines.reverse().join(''), 'utf8'));
    this.#lines = [];
    this.#chars = 0;
  }
}
