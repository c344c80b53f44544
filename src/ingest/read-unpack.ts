import { gunzipSync, type ZlibOptions } from 'node:zlib';
import { messageOf } from '../base/errors.ts';
import { Gunzip } from './read-gzip.ts';
import type { Fault } from './read-json.ts';

/** Gzip of up to this much text is unpacked at once, which is fastest. */
const WHOLE_UNPACKED_BYTES = 8 * 1024 * 1024;

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
  let bytes = 0;
  const gunzip = new Gunzip((chunk) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) passing(onText, chunk);
    else throw new Refused({ ...WELL, refusal: tooLarge });
  });
  let refused: Unpacked | null = null;
  try {
    for await (const chunk of packed) refused ??= await written(gunzip, chunk);
  } finally {
    gunzip.close();
  }
  if (refused !== null) return refused;
  gunzip.finish();
  if (!gunzip.isWhole) return { ...WELL, cut: CUT };
  return gunzip.hasExcess ? { ...WELL, excess: EXCESS } : WELL;
}

class Refused extends Error {
  readonly unpacked: Unpacked;

  constructor(unpacked: Unpacked) {
    super(unpacked.refusal?.detail);
    this.unpacked = unpacked;
  }
}

/** What whoever takes the text throws, apart from what the gzip stream says. */
class Thrown extends Error {}

function passing(onText: (chunk: Buffer) => void, chunk: Buffer): void {
  try {
    onText(chunk);
  } catch (cause) {
    throw new Thrown('The text was not taken.', { cause });
  }
}

/** Null when the chunk was unpacked; else why nothing of the object may be used. */
async function written(gunzip: Gunzip, chunk: Buffer): Promise<Unpacked | null> {
  try {
    await gunzip.write(chunk);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.unpacked;
    if (error instanceof Thrown) throw error.cause;
    return corrupt(error);
  }
}
