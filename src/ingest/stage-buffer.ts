/** Takes whole lines. The bytes are only lent: they change once it returns. */
export type LineSink = (chunk: Uint8Array) => void;

const CHUNK_BYTES = 256 * 1024;
/** Below the 16 MiB that the warehouses' loaders take for one line: a longer one would cost its whole batch. */
export const MAX_LINE_BYTES = 15 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const LAST_ASCII = 0x7f;
const FIRST_PRINTED = 0x20;
const ZERO = 0x30;
const COLON = 0x3a;
const DOT = 0x2e;
const LETTER_Z = 0x5a;
/** `12:34:56.789Z"` */
const TIME_BYTES = 14;

/** Of 2^31. */
const MAX_WHOLE_DIGITS = 10;
const MILLION_DIGITS = 6;
const MILLION = 10 ** MILLION_DIGITS;

/** Chunks that no buffer uses at the moment: a fresh one for every small object would cost its page faults. */
const spare: Buffer[] = [];

function twoDigits(bytes: Uint8Array, at: number, number: number): void {
  const tens = (number / 10) | 0;
  bytes[at] = ZERO + tens;
  bytes[at + 1] = ZERO + number - tens * 10;
}

export class LineTooLong extends Error {}

/**
 * Gathers lines of JSON, and hands them on in chunks. Values go straight into the bytes, without a string of the
 * whole line between. A line that is not ended is forgotten when the next one begins.
 */
export class LineBuffer {
  readonly #sink: LineSink;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #lineStart = 0;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  begin(): void {
    this.#at = this.#lineStart;
  }

  /** The line is whole. @throws what the sink throws */
  end(): void {
    this.#room(1);
    this.#bytes[this.#at] = NEWLINE;
    this.#at += 1;
    this.#lineStart = this.#at;
    if (this.#at >= CHUNK_BYTES) this.flush();
  }

  /** Bytes of JSON: of a key, or of what separates values. Copied here, since few bytes are not worth a call. */
  bytes(constant: Uint8Array): void {
    this.#room(constant.length);
    const bytes = this.#bytes;
    const at = this.#at;
    for (let index = 0; index < constant.length; index++) bytes[at + index] = constant[index] ?? 0;
    this.#at = at + constant.length;
  }

  /** Short text that is JSON as it stands, and ASCII: of a number. */
  ascii(text: string): void {
    this.#room(text.length);
    const bytes = this.#bytes;
    let at = this.#at;
    for (let index = 0; index < text.length; index++) bytes[at++] = text.charCodeAt(index);
    this.#at = at;
  }

  /** A whole number from 0 to 2^31 - 1. */
  whole(number: number): void {
    this.#room(MAX_WHOLE_DIGITS);
    let length = 1;
    for (let rest = number; rest > 9; rest = (rest / 10) | 0) length += 1;
    this.#at += length;
    let rest = number;
    for (let at = this.#at - 1; length > 0; length--) {
      const tens = (rest / 10) | 0;
      this.#bytes[at--] = ZERO + rest - tens * 10;
      rest = tens;
    }
  }

  /** So many millionths, from 0 to 1 of the whole: `0.93`. */
  millionths(number: number): void {
    this.#room(MILLION_DIGITS + 2);
    const whole = (number / MILLION) | 0;
    this.#bytes[this.#at++] = ZERO + whole;
    let rest = number - whole * MILLION;
    if (rest === 0) return;
    this.#bytes[this.#at++] = DOT;
    for (let unit = MILLION / 10; rest > 0; unit /= 10) {
      const digit = (rest / unit) | 0;
      this.#bytes[this.#at++] = ZERO + digit;
      rest -= digit * unit;
    }
  }

  /** A timestamp, of which the day comes as text: `"2025-01-31T` and the time of day in ms. */
  time(day: Uint8Array, inDayMs: number): void {
    this.bytes(day);
    this.#room(TIME_BYTES);
    const bytes = this.#bytes;
    const at = this.#at;
    const second = (inDayMs / 1000) | 0;
    const minute = (second / 60) | 0;
    const hour = (minute / 60) | 0;
    const milli = inDayMs - second * 1000;
    const hundreds = (milli / 100) | 0;
    twoDigits(bytes, at, hour);
    bytes[at + 2] = COLON;
    twoDigits(bytes, at + 3, minute - hour * 60);
    bytes[at + 5] = COLON;
    twoDigits(bytes, at + 6, second - minute * 60);
    bytes[at + 8] = DOT;
    bytes[at + 9] = ZERO + hundreds;
    twoDigits(bytes, at + 10, milli - hundreds * 100);
    bytes[at + 12] = LETTER_Z;
    bytes[at + 13] = QUOTE;
    this.#at = at + TIME_BYTES;
  }

  /** Text that is JSON as it stands. */
  json(text: string): void {
    const most = text.length * 3;
    this.#room(this.#at + most <= this.#bytes.length ? most : Buffer.byteLength(text));
    this.#at += this.#bytes.write(text, this.#at, 'utf8');
  }

  /** A JSON string. Nearly every one is ASCII and needs no escape. */
  text(text: string): void {
    this.#room(text.length + 2);
    const bytes = this.#bytes;
    let at = this.#at;
    bytes[at++] = QUOTE;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code < FIRST_PRINTED || code > LAST_ASCII || code === QUOTE || code === BACKSLASH) {
        this.json(JSON.stringify(text));
        return;
      }
      bytes[at++] = code;
    }
    bytes[at++] = QUOTE;
    this.#at = at;
  }

  /** Hands on the lines that are whole. */
  flush(): void {
    const bytes = this.#bytes;
    if (this.#lineStart > 0) this.#sink(bytes.subarray(0, this.#lineStart));
    if (bytes.length === 2 * CHUNK_BYTES) spare.push(bytes);
    this.#bytes = Buffer.alloc(0);
    this.#at = 0;
    this.#lineStart = 0;
  }

  /** @throws LineTooLong */
  #room(more: number): void {
    if (this.#at + more > this.#bytes.length) this.#grow(more);
  }

  #grow(more: number): void {
    if (this.#at - this.#lineStart + more > MAX_LINE_BYTES) throw new LineTooLong();
    const needed = 2 * Math.max(CHUNK_BYTES, this.#at + more);
    const isOrdinary = needed === 2 * CHUNK_BYTES;
    const bytes = (isOrdinary ? spare.pop() : undefined) ?? Buffer.allocUnsafeSlow(needed);
    this.#bytes.copy(bytes, 0, 0, this.#at);
    this.#bytes = bytes;
  }
}
