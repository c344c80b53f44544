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

  /** Room is doubled, so that a record that comes in many chunks is not copied with each of them. */
  #append(chunk: Buffer, kept: number): void {
    const from = this.bytes.byteOffset - this.#store.byteOffset + this.mark;
    const isOwn = this.bytes.buffer === this.#store.buffer && from >= 0;
    if (isOwn && from + kept + chunk.length <= this.#store.length) {
      chunk.copy(this.#store, from + kept);
      this.bytes = this.#store.subarray(from, from + kept + chunk.length);
      return;
    }
    this.#store = Buffer.allocUnsafeSlow(2 * (kept + chunk.length));
    this.bytes.copy(this.#store, 0, this.mark);
    chunk.copy(this.#store, kept);
    this.bytes = this.#store.subarray(0, kept + chunk.length);
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
