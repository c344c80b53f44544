import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';

const CHUNK_BYTES = 256 * 1024;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;
/** Of gzip, and of the one method that there is. */
const MAGIC = [0x1f, 0x8b, 8];

/** Length of the member's header (RFC 1952, 2.3) at the beginning of the bytes; null while they end inside it. */
function headerLength(bytes: Buffer): number | null {
  if (bytes.length < HEADER_BYTES) return null;
  const flags = bytes.readUInt8(3);
  let length = HEADER_BYTES;
  if (flags & FLAG.extra) {
    if (bytes.length < length + 2) return null;
    length += 2 + bytes.readUInt16LE(length);
  }
  for (const flag of [FLAG.name, FLAG.comment]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, length);
    if (end < 0) return null;
    length = end + 1;
  }
  if (flags & FLAG.headerCrc) length += 2;
  return length <= bytes.length ? length : null;
}

const isMember = (bytes: Buffer): boolean => MAGIC.every((byte, index) => bytes[index] === byte);
const isZeros = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/**
 * Gzip, member by member. Node's own stream loses the text before something that follows the last member and is no gzip;
 * this one tells the two apart.
 */
export class Gunzip {
  readonly #onText: (chunk: Buffer) => void;
  #state: 'header' | 'body' | 'trailer' | 'after' = 'header';
  /** Bytes of a header or a trailer that came in pieces. */
  #held: Buffer = Buffer.alloc(0);
  #body: Body | null = null;
  #members = 0;
  /** What follows the last member is neither gzip nor zeros. */
  hasExcess = false;

  constructor(onText: (chunk: Buffer) => void) {
    this.#onText = onText;
  }

  /** Whether the bytes so far could end here. */
  get isWhole(): boolean {
    return (
      this.#state === 'after' || (this.#state === 'header' && this.#members > 0 && this.#held.length === 0)
    );
  }

  /** @throws Error when the bytes do not unpack, and what `onText` throws */
  async write(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) rest = await this.#step(rest);
  }

  close(): void {
    this.#body?.close();
  }

  /** Takes what belongs to the part under way, and gives back the rest. */
  async #step(bytes: Buffer): Promise<Buffer> {
    if (this.#state === 'body') return this.#inflate(bytes);
    if (this.#state === 'after') return this.#follow(bytes);
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    if (this.#state === 'trailer') return this.#end();
    return this.#begin();
  }

  #begin(): Buffer {
    const held = this.#held;
    if (held.length < MAGIC.length) return Buffer.alloc(0);
    if (!isMember(held)) {
      if (this.#members === 0) throw new Error('unknown compression method');
      this.#state = 'after';
      return this.#release(0);
    }
    const length = headerLength(held);
    if (length === null) return Buffer.alloc(0);
    this.#state = 'body';
    this.#body = new Body(this.#onText);
    return this.#release(length);
  }

  /** The held bytes from there on are somebody else's. */
  #release(from: number): Buffer {
    const rest = this.#held.subarray(from);
    this.#held = Buffer.alloc(0);
    return rest;
  }

  async #inflate(bytes: Buffer): Promise<Buffer> {
    const used = (await this.#body?.write(bytes)) ?? null;
    if (used === null) return Buffer.alloc(0);
    this.#state = 'trailer';
    return bytes.subarray(used);
  }

  #end(): Buffer {
    if (this.#held.length < TRAILER_BYTES) return Buffer.alloc(0);
    if (this.#held.readUInt32LE(0) !== this.#body?.crc) throw new Error('incorrect data check');
    if (this.#held.readUInt32LE(4) !== this.#body.bytes % 2 ** 32) throw new Error('incorrect length check');
    this.#body.close();
    this.#body = null;
    this.#members += 1;
    this.#state = 'header';
    return this.#release(TRAILER_BYTES);
  }

  #follow(bytes: Buffer): Buffer {
    if (!isZeros(bytes)) this.hasExcess = true;
    return Buffer.alloc(0);
  }

  /** The bytes end here: fewer than begin a member are what follows the last one. */
  finish(): void {
    if (this.#state !== 'header' || this.#members === 0 || isMember(this.#held)) return;
    this.#follow(this.#release(0));
    this.#state = 'after';
  }
}

/** One member's deflated bytes. */
class Body {
  readonly #inflate: InflateRaw;
  readonly #ended: Promise<void>;
  #isEnded = false;
  #failure: { readonly error: unknown } | null = null;
  crc = 0;
  bytes = 0;

  constructor(onText: (chunk: Buffer) => void) {
    this.#inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
    this.#ended = new Promise((resolve) => {
      this.#inflate.once('end', () => {
        this.#isEnded = true;
        resolve();
      });
      this.#inflate.once('close', resolve);
    });
    this.#inflate.on('error', (error) => {
      this.#failure ??= { error };
    });
    this.#inflate.on('data', (chunk: Buffer) => this.#take(chunk, onText));
  }

  /** How many of the bytes were used when the member ends in them; null when it goes on. */
  async write(bytes: Buffer): Promise<number | null> {
    const before = this.#inflate.bytesWritten;
    const written = new Promise<void>((resolve) => this.#inflate.write(bytes, () => resolve()));
    // At the end of the deflated bytes the write is never answered.
    await Promise.race([written, this.#ended]);
    if (this.#failure !== null) throw this.#failure.error;
    return this.#isEnded ? this.#inflate.bytesWritten - before : null;
  }

  close(): void {
    this.#inflate.destroy();
  }

  /** Thrown out of an event, an error would end the process. */
  #take(chunk: Buffer, onText: (chunk: Buffer) => void): void {
    if (this.#failure !== null) return;
    this.crc = crc32(chunk, this.crc);
    this.bytes += chunk.length;
    try {
      onText(chunk);
    } catch (error) {
      this.#failure = { error };
    }
  }
}
