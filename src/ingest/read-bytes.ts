import { gunzipSync } from 'node:zlib';
import { messageOf, systemCode } from '../base/errors.ts';
import type { QuarantineReason } from '../contract/rules.ts';

/** Why an object, or a stretch of it, is not a record. */
export interface Fault {
  readonly reason: QuarantineReason;
  readonly detail: string;
  /** The bytes end before the gzip stream does. */
  readonly endsEarly?: true;
}

const BOM = [0xef, 0xbb, 0xbf];

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The first characters of JSON are ASCII, so a zero among the first two bytes, or a wide byte-order mark, tells (RFC 4627, 3). */
function isWide(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (
    first === 0 || second === 0 || (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  );
}

/** The object's text as UTF-8 bytes: unpacked when it is gzip (by its first bytes), without a byte-order mark. */
export function plainBytes(bytes: Uint8Array, maxBytes: number): Buffer | Fault {
  if (bytes.length > maxBytes) return tooLarge(`It holds ${bytes.length} bytes`, maxBytes);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const plain = isGzip(bytes) ? unpack(buffer, maxBytes) : buffer;
  if (!Buffer.isBuffer(plain)) return plain;
  if (isWide(plain)) return { reason: 'not_utf8', detail: 'The text is UTF-16 or UTF-32, not UTF-8.' };
  return BOM.every((byte, index) => plain[index] === byte) ? plain.subarray(BOM.length) : plain;
}

function unpack(buffer: Buffer, maxBytes: number): Buffer | Fault {
  try {
    return gunzipSync(buffer, { maxOutputLength: maxBytes });
  } catch (error) {
    if (systemCode(error) === 'ERR_BUFFER_TOO_LARGE') return tooLarge('It unpacks to more', maxBytes);
    const detail = `The gzip stream does not unpack: ${messageOf(error)}.`;
    const endsEarly = systemCode(error) === 'Z_BUF_ERROR';
    return { reason: 'not_gzip', detail, ...(endsEarly ? { endsEarly } : {}) };
  }
}

const tooLarge = (what: string, maxBytes: number): Fault => ({
  reason: 'too_large',
  detail: `${what}; maxObjectBytes allows ${maxBytes}.`,
});
