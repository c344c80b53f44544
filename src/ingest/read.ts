import { isAscii, isUtf8 } from 'node:buffer';
import { type Fault, plainBytes } from './read-bytes.ts';
import { NEWLINE, type Stretch, scanArray, scanLines, scanSequence, skipSpace } from './read-scan.ts';

/** A record's JSON value, or why there is none. */
export type ReadRecord = { readonly value: unknown } | Fault;

/** The records of one object, in order; what cannot be read is a record too. */
export interface Records {
  readonly count: number;
  /** The record at an index from 0; parsed anew at each call when the object is large. */
  at(index: number): ReadRecord;
  /** The line, from 1, at which that record begins; null when the object has no lines to speak of. */
  lineOf(index: number): number | null;
  /** Whether the object looks cut off, or still being written. */
  readonly brokenEnd: boolean;
}

/** Above this size records are parsed one by one, so that memory holds the bytes and one record, not all of them. */
const WHOLE_PARSE_BYTES = 1024 * 1024;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;

/**
 * The records of a session file: a JSON array, one object or NDJSON; plain or gzip; UTF-8 with or without a byte-order mark.
 * JSON.parse is the judge. A file that it refuses as a whole gives up its good records one by one.
 */
export function readRecords(bytes: Uint8Array, maxBytes: number): Records {
  const plain = plainBytes(bytes, maxBytes);
  if (!Buffer.isBuffer(plain)) return oneFault(plain, null, plain.endsEarly ?? false);
  const start = skipSpace(plain, 0);
  if (start === plain.length) {
    return oneFault({ reason: 'empty_file', detail: `${bytes.length} bytes and no record.` }, 1, true);
  }
  const whole = plain.length <= WHOLE_PARSE_BYTES ? parseWhole(plain) : null;
  return whole ?? recordsOf(plain, () => stretchesOf(plain, start));
}

const oneFault = (fault: Fault, line: number | null, brokenEnd: boolean): Records => ({
  brokenEnd,
  count: 1,
  at: () => fault,
  lineOf: () => line,
});

/** All records at once; null when the text as a whole is not JSON. */
function parseWhole(plain: Buffer): Records | null {
  const parsed = parse(plain);
  if (!('value' in parsed)) return null;
  const values: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  const isArray = Array.isArray(parsed.value);
  const start = skipSpace(plain, 0);
  const lines = lineFinder(plain, () => (isArray ? scanArray(plain, start) : [{ start, end: plain.length }]));
  return {
    count: values.length,
    at: (index) => ({ value: values[index] }),
    lineOf: lines,
    brokenEnd: false,
  };
}

function recordsOf(plain: Buffer, scan: () => readonly Stretch[]): Records {
  const stretches = scan();
  return {
    count: stretches.length,
    at: (index) => readStretch(plain, stretches[index] ?? { start: 0, end: 0 }),
    lineOf: lineFinder(plain, () => stretches),
    brokenEnd: breaksOff(plain, stretches.at(-1)),
  };
}

/** A last line that is no JSON and has no line end either was perhaps not written to its end. */
function breaksOff(plain: Buffer, last: Stretch | undefined): boolean {
  if (last === undefined) return false;
  if (last.fault !== undefined) return last.isOpen ?? false;
  return last.end === plain.length && 'reason' in readStretch(plain, last);
}

function readStretch(plain: Buffer, stretch: Stretch): ReadRecord {
  const bytes = plain.subarray(stretch.start, stretch.end);
  if (stretch.fault === undefined) return parse(bytes);
  return isUtf8(bytes) ? { reason: 'not_json', detail: stretch.fault } : NOT_UTF8;
}

const NOT_UTF8: Fault = { reason: 'not_utf8', detail: 'The bytes of the record are not UTF-8 text.' };
const NOT_JSON: Fault = { reason: 'not_json', detail: 'The text of the record is not JSON.' };

/** Null when the bytes are not UTF-8. Most are ASCII, which decodes several times faster as what it also is. */
function textOf(bytes: Buffer): string | null {
  if (isAscii(bytes)) return bytes.toString('latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

/** The parser's own message would quote the text, so it is not passed on. */
function parse(bytes: Buffer): ReadRecord {
  const text = textOf(bytes);
  if (text === null) return NOT_UTF8;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return NOT_JSON;
  }
}

function stretchesOf(plain: Buffer, start: number): readonly Stretch[] {
  if (plain[start] === OPEN_ARRAY) return scanArray(plain, start);
  const lines = scanLines(plain, start);
  const areObjects = lines.every((line) => plain[line.start] === OPEN_OBJECT);
  if (areObjects || lines.some((line) => isSessionLine(plain, line))) return lines;
  return scanSequence(plain, start);
}

/** Lines of a pretty-printed object may be JSON too, but none of them is a session. */
function isSessionLine(plain: Buffer, line: Stretch): boolean {
  if (plain[line.start] !== OPEN_OBJECT) return false;
  const record = readStretch(plain, line);
  return 'value' in record && Object.hasOwn(Object(record.value), 'session_id');
}

/** Lines are counted once, and only when somebody asks. */
function lineFinder(plain: Buffer, scan: () => readonly Stretch[]): (index: number) => number | null {
  let lines: Uint32Array | undefined;
  return (index) => {
    lines ??= countLines(plain, scan());
    return lines[index] ?? null;
  };
}

function countLines(plain: Buffer, stretches: readonly Stretch[]): Uint32Array {
  const lines = new Uint32Array(stretches.length);
  let line = 1;
  let at = 0;
  stretches.forEach(({ start }, index) => {
    for (; at < start; at++) if (plain[at] === NEWLINE) line += 1;
    lines[index] = line;
  });
  return lines;
}
