const NEWLINE = 0x0a;
const EMPTY = Buffer.alloc(0);

export const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

/** The bytes in hand: of the record under way, and what came after it. What is done with is let go of. */
export class Window {
  bytes: Buffer = EMPTY;
  /** From here on nothing has been looked at. */
  at = 0;
  /** From here on bytes are kept when more come. */
  mark = 0;
  #store: Buffer = EMPTY;
  #gone = 0;
  #line = 1;
  #countedTo = 0;

  /** Takes the bytes that follow. They may be kept: the caller must not write into them. */
  add(chunk: Buffer): void {
    this.#countTo(this.mark);
    const kept = this.bytes.length - this.mark;
    if (kept === 0) this.bytes = chunk;
    else this.#append(chunk, kept);
    this.#gone += this.mark;
    this.at -= this.mark;
    this.#countedTo -= this.mark;
    this.mark = 0;
  }

  /** What is kept moves to the front of one buffer, which is twice as large as it must be: a long record comes in many chunks. */
  #append(chunk: Buffer, kept: number): void {
    const length = kept + chunk.length;
    const store = length <= this.#store.length ? this.#store : Buffer.allocUnsafeSlow(2 * length);
    this.bytes.copy(store, 0, this.mark);
    chunk.copy(store, kept);
    this.#store = store;
    this.bytes = store.subarray(0, length);
  }

  /** Keeps nothing before what has been looked at. */
  letGo(): void {
    this.mark = this.at;
  }

  /** Whether a byte that is no space stands ahead; spaces before it are passed. */
  skipSpace(): boolean {
    while (isSpace(this.bytes[this.at])) this.at += 1;
    return this.at < this.bytes.length;
  }

  /** The line, from 1, of an index that is not before one that was asked for. */
  lineAt(index: number): number {
    this.#countTo(index);
    return this.#line;
  }

  /** Place of an index in the whole text, from 0. */
  offsetAt(index: number): number {
    return this.#gone + index;
  }

  #countTo(index: number): void {
    let at = this.bytes.indexOf(NEWLINE, this.#countedTo);
    while (at >= 0 && at < index) {
      this.#line += 1;
      at = this.bytes.indexOf(NEWLINE, at + 1);
    }
    this.#countedTo = Math.max(this.#countedTo, index);
  }
}
