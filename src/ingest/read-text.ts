import { isAscii, isUtf8 } from 'node:buffer';

const BACKSLASH = 0x5c;
const LAST_ASCII = 0x7f;
const LAST_LATIN1 = 0xff;
/** Looked at byte by byte when one of them is not ASCII. */
const WINDOW_BYTES = 1024;
/** `\ud83d\ude00` */
const MAX_ESCAPE_BYTES = 12;
/** A text that needs more for its escapes is of another script: it is decoded as it is. */
const ROOM_SHARE = 1 / 8;
/** What is kept from text to text: fresh memory would cost more than the copy. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024;

let scratch: Buffer = Buffer.alloc(0);

/**
 * A text that JSON.parse reads as it would the bytes; null when they are not UTF-8. Nearly every file is ASCII but for a few
 * letters. Of one byte a character it is decoded and parsed a third faster than of two, so what Latin-1 lacks stands as an escape.
 */
export function jsonTextOf(bytes: Buffer): string | null {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) return null;
  return escapedText(bytes) ?? bytes.toString('utf8');
}

/** Null when there is too much to escape, or a backslash stands before it. */
function escapedText(bytes: Buffer): string | null {
  const room = bytes.length + Math.ceil(bytes.length * ROOM_SHARE) + MAX_ESCAPE_BYTES;
  const out = scratch.length >= room ? scratch : Buffer.allocUnsafeSlow(room);
  if (room <= MAX_KEPT_BYTES) scratch = out;
  let length = 0;
  let copied = 0;
  for (let from = 0; from < bytes.length; from += WINDOW_BYTES) {
    const to = Math.min(from + WINDOW_BYTES, bytes.length);
    if (isAscii(bytes.subarray(from, to))) continue;
    for (let at = Math.max(from, copied); at < to; at++) {
      if ((bytes[at] ?? 0) <= LAST_ASCII) continue;
      const code = codePointAt(bytes, at);
      length += bytes.copy(out, length, copied, at);
      // What the backslash escapes would become the escape's own.
      if (code > LAST_LATIN1 && bytes[at - 1] === BACKSLASH) return null;
      if (length + bytes.length - at + MAX_ESCAPE_BYTES > room) return null;
      if (code > LAST_LATIN1) length += out.write(escapeOf(code), length, 'latin1');
      else out[length++] = code;
      copied = at + lengthOf(code);
      at = copied - 1;
    }
  }
  length += bytes.copy(out, length, copied);
  return out.toString('latin1', 0, length);
}

/** Of well-formed UTF-8. */
function codePointAt(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const rest = (index: number) => (bytes[at + index] ?? 0) & 0x3f;
  if (first < 0xe0) return ((first & 0x1f) << 6) | rest(1);
  if (first < 0xf0) return ((first & 0x0f) << 12) | (rest(1) << 6) | rest(2);
  return ((first & 0x07) << 18) | (rest(1) << 12) | (rest(2) << 6) | rest(3);
}

function lengthOf(code: number): number {
  if (code <= 0x7ff) return 2;
  return code <= 0xffff ? 3 : 4;
}

function escapeOf(code: number): string {
  const units = String.fromCodePoint(code);
  let escaped = '';
  for (let index = 0; index < units.length; index++) {
    escaped += `\\u${units.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
