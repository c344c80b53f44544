import { createGunzip, gunzipSync, type ZlibOptions } from 'node:zlib';
import { messageOf, systemCode } from '../base/errors.ts';
import type { Fault } from './read-json.ts';

/** Gzip of up to this much text is unpacked at once, which is fastest. */
const WHOLE_UNPACKED_BYTES = 8 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** How the unpacking went; `refusal` when nothing of the object may be used. */
export interface Unpacked {
  readonly refusal: Fault | null;
  /** The packed bytes end too early: what came before is good. */
  readonly cut: Fault | null;
  /** Something follows the packed bytes. */
  readonly excess: Fault | null;
}

const CUT: Fault = { reason: 'not_gzip', detail: 'The gzip stream ends here, before its end.' };
const EXCESS: Fault = {
  reason: 'not_gzip',
  detail: 'What follows the end of the gzip stream is neither gzip nor zeros.',
};
const WELL: Unpacked = { refusal: null, cut: null, excess: null };
const corrupt = (error: unknown): Unpacked => ({
  ...WELL,
  refusal: { reason: 'not_gzip', detail: `The gzip stream does not unpack: ${messageOf(error)}.` },
});

/** The text of a small object, whole and well; null when it is not small or not well. */
export function unpackWhole(packed: Buffer, maxBytes: number): Buffer | null {
  // `info` has no types yet: it tells how many of the bytes were unpacked.
  const options: ZlibOptions = { maxOutputLength: Math.min(WHOLE_UNPACKED_BYTES, maxBytes), info: true };
  try {
    const { buffer, engine } = gunzipSync(packed, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return isZeros(packed.subarray(engine.bytesWritten)) ? buffer : null;
  } catch {
    return null;
  }
}

const isZeros = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/**
 * Unpacks gzip of one or several members, chunk by chunk. Zeros after the last member are padding. Always reads `packed` to
 * its end. @throws what `packed` and `onText` throw
 */
export async function unpack(
  packed: AsyncIterable<Buffer>,
  maxBytes: number,
  tooLarge: Fault,
  onText: (chunk: Buffer) => void,
): Promise<Unpacked> {
  const stream = new GunzipStream(maxBytes, onText);
  let packedBytes = 0;
  let lastNotZero = 0;
  for await (const chunk of packed) {
    const last = chunk.findLastIndex((byte) => byte !== 0);
    if (last >= 0) lastNotZero = packedBytes + last + 1;
    packedBytes += chunk.length;
    await stream.write(chunk);
  }
  await stream.end();
  if (stream.isTooLarge) return { ...WELL, refusal: tooLarge };
  if (stream.error !== null) {
    return systemCode(stream.error) === 'Z_BUF_ERROR' ? { ...WELL, cut: CUT } : corrupt(stream.error);
  }
  return lastNotZero > stream.usedBytes ? { ...WELL, excess: EXCESS } : WELL;
}

/** Node's own stream, one chunk after the other, with its errors as values. */
class GunzipStream {
  readonly #gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  readonly #ended: Promise<void>;
  #isEnded = false;
  #thrown: { readonly error: unknown } | null = null;
  #bytes = 0;
  isTooLarge = false;
  error: unknown = null;

  constructor(maxBytes: number, onText: (chunk: Buffer) => void) {
    this.#gunzip.on('error', (error) => {
      this.error = error;
    });
    this.#gunzip.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length;
      this.isTooLarge = this.#bytes > maxBytes;
      if (this.isTooLarge) this.#gunzip.destroy();
      else this.#handOn(chunk, onText);
    });
    this.#ended = new Promise((resolve) => {
      const end = () => {
        this.#isEnded = true;
        resolve();
      };
      this.#gunzip.once('end', end).once('close', end);
    });
  }

  get usedBytes(): number {
    return this.#gunzip.bytesWritten;
  }

  /** Resolves when the chunk was unpacked, or will not be: after the last member nothing more is taken. */
  async write(chunk: Buffer): Promise<void> {
    if (this.#isEnded) return;
    await Promise.race([
      this.#ended,
      new Promise<void>((resolve) => this.#gunzip.write(chunk, () => resolve())),
    ]);
    if (this.#thrown !== null) throw this.#thrown.error;
  }

  async end(): Promise<void> {
    if (!this.#isEnded) this.#gunzip.end();
    await this.#ended;
    if (this.#thrown !== null) throw this.#thrown.error;
  }

  /** Thrown out of an event, an error would end the process. */
  #handOn(chunk: Buffer, onText: (chunk: Buffer) => void): void {
    if (this.#thrown !== null) return;
    try {
      onText(chunk);
    } catch (error) {
      this.#thrown = { error };
      this.#gunzip.destroy();
    }
  }
}
