import type { Fault } from './read-json.ts';

const BOM = [0xef, 0xbb, 0xbf];
/** Enough to tell a byte-order mark from a text, and one encoding from another. */
const TELLING_BYTES = 4;

const WIDE: Fault = {
  reason: 'not_utf8',
  detail: 'The text is UTF-16 or UTF-32. Write it as UTF-8.',
};
const BLANK: Fault = {
  reason: 'not_utf8',
  detail: 'It begins with zero bytes: perhaps its place on the disk was set aside, but never written.',
};

/**
 * How many bytes stand before the text: those of a byte-order mark, or none; null while too few bytes are there to tell. The
 * first characters of JSON are ASCII, so a zero among the first two bytes, or a wide byte-order mark, tells (RFC 4627, 3).
 */
export function beginOf(bytes: Buffer, isEnd: boolean): { readonly length: number } | Fault | null {
  if (bytes.length < TELLING_BYTES && !isEnd) return null;
  const [first, second, third, fourth] = bytes;
  if (first === 0 && second === 0 && third === 0 && fourth === 0) return BLANK;
  const hasWideMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (first === 0 || second === 0 || hasWideMark) return WIDE;
  return { length: BOM.every((byte, index) => bytes[index] === byte) ? BOM.length : 0 };
}
