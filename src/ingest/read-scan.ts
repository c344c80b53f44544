/** A stretch of an object's bytes that is one record: [start, end). `fault` says why it cannot be one, when that is known already. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly fault?: string;
  /** The text ends before what began here does. */
  readonly isOpen?: true;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
export const NEWLINE = 0x0a;

export const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** Past the closing quote of the string that opens at `from`; the text's end when it never closes. */
function stringEnd(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at + 1;
  }
  return bytes.length + 1;
}

/** Past the object or array that opens at `from`, whatever its brackets hold; -1 when it never closes. */
function bracketEnd(bytes: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; ) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at);
      continue;
    }
    at += 1;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return at;
  }
  return -1;
}

/** The comma or bracket that ends whatever stands at `from` in an array; -1 when the text ends first. */
function strayEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at >= 0 && at < bytes.length; ) {
    const byte = bytes[at];
    if (byte === COMMA || byte === CLOSE_ARRAY) return at;
    if (byte === QUOTE) at = stringEnd(bytes, at);
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) at = bracketEnd(bytes, at);
    else at += 1;
  }
  return -1;
}

/** Past the element at `from`; -1 when the text ends inside it. */
function elementEnd(bytes: Uint8Array, from: number): number {
  const byte = bytes[from];
  const end = byte === OPEN_OBJECT || byte === OPEN_ARRAY ? bracketEnd(bytes, from) : strayEnd(bytes, from);
  return end;
}

const trailing = (bytes: Uint8Array, from: number, fault: string): Stretch[] =>
  skipSpace(bytes, from) < bytes.length ? [{ start: skipSpace(bytes, from), end: bytes.length, fault }] : [];

const openEnd = (start: number, bytes: Uint8Array, fault: string): Stretch => ({
  start,
  end: bytes.length,
  fault,
  isOpen: true,
});

/**
 * The elements of the array that opens at `open`, for JSON.parse to judge one by one. What breaks the array is a stretch of its
 * own: up to the next comma when there is one, else the rest of the text.
 */
export function scanArray(bytes: Uint8Array, open: number): Stretch[] {
  const stretches: Stretch[] = [];
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === CLOSE_ARRAY) return trailing(bytes, at + 1, 'Text follows the end of the array.');
  while (at < bytes.length) {
    const end = elementEnd(bytes, at);
    if (end < 0) return [...stretches, openEnd(at, bytes, 'The array breaks off here.')];
    stretches.push(end > at ? { start: at, end } : { start: at, end, fault: 'An element is missing here.' });
    let next = skipSpace(bytes, end);
    if (next < bytes.length && bytes[next] !== COMMA && bytes[next] !== CLOSE_ARRAY) {
      const strayStop = strayEnd(bytes, next);
      const fault = 'A comma is missing before this.';
      if (strayStop < 0) return [...stretches, openEnd(next, bytes, fault)];
      stretches.push({ start: next, end: strayStop, fault });
      next = strayStop;
    }
    if (bytes[next] === CLOSE_ARRAY) {
      return [...stretches, ...trailing(bytes, next + 1, 'Text follows the end of the array.')];
    }
    at = skipSpace(bytes, next + 1);
  }
  return unclosed(bytes, stretches);
}

/** The end of an array without its bracket. Did the last element take that bracket for its own, then the two are one stretch. */
function unclosed(bytes: Uint8Array, stretches: readonly Stretch[]): Stretch[] {
  const fault = 'The array is never closed.';
  const last = stretches.at(-1);
  if (last && bytes[last.start] === OPEN_OBJECT && bytes[last.end - 1] === CLOSE_ARRAY) {
    return [...stretches.slice(0, -1), openEnd(last.start, bytes, fault)];
  }
  return [...stretches, openEnd(bytes.length, bytes, fault)];
}

/** Objects one after the other, over lines of their own or not, as in one pretty-printed object. */
export function scanSequence(bytes: Uint8Array, from: number): Stretch[] {
  const stretches: Stretch[] = [];
  let at = skipSpace(bytes, from);
  while (bytes[at] === OPEN_OBJECT) {
    const end = bracketEnd(bytes, at);
    if (end < 0) return [...stretches, openEnd(at, bytes, 'The text is not JSON from here on.')];
    stretches.push({ start: at, end });
    at = skipSpace(bytes, end);
  }
  return [...stretches, ...trailing(bytes, at, 'The text is not JSON from here on.')];
}

/** The lines that are not blank. */
export function scanLines(bytes: Uint8Array, from: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let at = from; at < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline < 0 ? bytes.length : newline;
    const start = skipSpace(bytes, at);
    if (start < end) stretches.push({ start, end });
    at = end + 1;
  }
  return stretches;
}
