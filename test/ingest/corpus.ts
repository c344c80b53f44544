import { deflateSync, gzipSync } from 'node:zlib';
import { sessionRecord } from '../support/session.ts';

/** What must come of a file: how many sessions, and the reasons of what is in quarantine. */
export interface Expected {
  readonly sessions: number;
  readonly reasons: readonly string[];
}

export interface CorpusFile extends Expected {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const text = (id: string) => JSON.stringify(sessionRecord({ session_id: id }));
const [A, B, C] = ['A', 'B', 'C'].map(text) as [string, string, string];
const ARRAY = `[${A},\n${B},\n${C}]`;
const LINES = `${A}\n${B}\n${C}\n`;
/** A session with other text in the place of its topic's. */
const withTopic = (json: string) => A.replace('"Payment Issue"', json);
const without = (json: string) => A.replace('"topic_type"', `${json},"topic_type"`);

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

const utf16 = (content: string) => Buffer.from(content, 'utf16le');
const big16 = (content: string) => utf16(content).swap16();
const latin1 = (content: string) => Buffer.from(content, 'latin1');
const joined = (...parts: (string | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));

type Row = [name: string, content: string | Uint8Array, sessions: number, ...reasons: string[]];

const JSON_ROWS: Row[] = [
  ['whole array', ARRAY, 3],
  ['whole lines', LINES, 3],
  ['one object', A, 1],
  ['empty array', '[]', 0],
  ['empty', '', 0, 'empty_file'],
  ['white space', ' \n\t\r\n', 0, 'empty_file'],
  ['array cut in a key', ARRAY.slice(0, A.length + 20), 1, 'not_json'],
  ['array cut in a string', ARRAY.slice(0, ARRAY.lastIndexOf('pay my') + 2), 2, 'not_json'],
  ['array cut in an escape', `[${A},{"session_id":"x\\`, 1, 'not_json'],
  ['array cut in a number', `[${A},{"call_duration_sec":12`, 1, 'not_json'],
  ['array cut after a comma', `[${A},`, 1, 'not_json'],
  ['array without its bracket', ARRAY.slice(0, -1), 3, 'not_json'],
  ['array that closes twice', `${ARRAY}]`, 3, 'not_json'],
  ['two arrays', `${ARRAY}\n${ARRAY}`, 3, 'not_json'],
  ['comma too many', `[${A},]`, 1, 'not_json'],
  ['two commas', `[${A},,${B}]`, 2, 'not_json'],
  ['comma missing', `[${A}\n${B},${C}]`, 2, 'not_json'],
  [
    'elements of every kind',
    `[1,"x",null,true,[],{},${A}]`,
    1,
    ...Array(5).fill('not_an_object'),
    'session_id_missing',
  ],
  ['single quotes', `[{'session_id':'x'},${A}]`, 1, 'not_json'],
  ['comments', `[// one\n${A},\n/* two */${B}]`, 0, 'not_json', 'not_json'],
  [
    'NaN and Infinity',
    `[{"session_id":"x","n":NaN},{"session_id":"y","n":-Infinity},${A}]`,
    1,
    'not_json',
    'not_json',
  ],
  ['undefined', `[undefined,${A}]`, 1, 'not_json'],
  ['key without quotes', `[{session_id:"x"},${A}]`, 1, 'not_json'],
  ['hexadecimal number', `[{"session_id":0x1F},${A}]`, 1, 'not_json'],
  ['leading zero', `[{"session_id":007},${A}]`, 1, 'not_json'],
  ['trailing comma in an object', `[{"session_id":"x",},${A}]`, 1, 'not_json'],
  ['bad escape', `[{"session_id":"\\x41"},${A}]`, 1, 'not_json'],
  ['line break in a string', `[{"session_id":"a\nb"},${A}]`, 1, 'not_json'],
  ['control character in a string', `[{"session_id":"a\u0001b"},${A}]`, 1, 'not_json'],
  ['brackets of the wrong kind', `[${A},{"session_id":["x"}],${B}]`, 2, 'not_json'],
  ['bad line in the middle', `${A}\n{"session_id":\n${B}\n`, 2, 'not_json'],
  ['bad lines all over', `oops\n${A}\n{]\n${B}\n"`, 2, 'not_json', 'not_json', 'not_json'],
  ['lines cut', LINES.slice(0, -20), 2, 'not_json'],
  ['lines that end with CR', `${A}\r${B}\r`, 2],
  ['lines with commas between', `${A},\n${B},\n${C}`, 1, 'not_json', 'not_json'],
  ['prose', 'The call went well.\nThank you.', 0, 'not_json'],
  ['HTML', '<!doctype html><title>502</title>', 0, 'not_json'],
  ['CSV', 'session_id,customer_id\nA,B\n', 0, 'not_json'],
  ['a number', '42', 0, 'not_json'],
  ['a text', '"session"', 0, 'not_json'],
  ['null', 'null', 0, 'not_json'],
  ['only a bracket', '[', 0, 'not_json'],
  ['only a brace', '{', 0, 'not_json'],
  ['deep', without(`"x":${'['.repeat(5000)}${']'.repeat(5000)}`), 0, 'too_deep'],
  ['deep and never closed', `[${A},{"x":${'[{"x":'.repeat(20_000)}`, 1, 'not_json'],
  ['deeper than a stack', without(`"x":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`), 0, 'too_deep'],
];

const VALUE_ROWS: Row[] = [
  ['key that repeats', `{"session_id":"no",${A.slice(1)}`, 1],
  ['__proto__', without('"__proto__":{"session_id":"x","polluted":true}'), 1],
  ['only __proto__', '{"__proto__":{"session_id":"x"}}', 0, 'session_id_missing'],
  ['constructor', without('"constructor":{"prototype":{"x":1}},"toString":1,"hasOwnProperty":null'), 1],
  ['1e400', A.replace(':120', ':1e400'), 1],
  ['past 2^53', A.replace(':120', ':9007199254740993'), 1],
  ['session_id past 2^53', A.replace('"A"', '90071992547409931'), 0, 'session_id_missing'],
  ['lone surrogates', withTopic('"\\ud800 x \\udc00"'), 1],
  ['NUL', withTopic('"a\\u0000b"'), 1],
  ['emoji in escapes', withTopic('"\\ud83d\\ude00"'), 1],
];

const UTF8_ROWS: Row[] = [
  ['byte-order mark', `\ufeff${ARRAY}`, 3],
  ['byte-order mark alone', '\ufeff', 0, 'empty_file'],
  ['two byte-order marks', `\ufeff\ufeff${A}`, 0, 'not_json'],
  ['half a byte-order mark', joined([0xef, 0xbb].map(String).join('')), 0, 'not_json'],
  ['UTF-16 with its mark', utf16(`\ufeff${ARRAY}`), 0, 'not_utf8'],
  ['UTF-16 without', utf16(ARRAY), 0, 'not_utf8'],
  ['UTF-16, big end first', big16(ARRAY), 0, 'not_utf8'],
  ['zeros', new Uint8Array(4096), 0, 'not_utf8'],
  ['zeros after the end', joined(ARRAY, new Uint8Array(512)), 3, 'not_json'],
  ['Latin-1 in an array', latin1(`[${A},{"session_id":"é"},${B}]`), 2, 'not_utf8'],
  ['Latin-1 in a line', latin1(`${A}\n{"session_id":"é"}\n${B}`), 2, 'not_utf8'],
  ['cut in a character', joined(`${A}\n{"session_id":"`, Buffer.from('é').subarray(0, 1)), 1, 'not_utf8'],
  ['overlong form', joined(`[${A},{"session_id":"`, Uint8Array.of(0xc0, 0xaf), `"},${B}]`), 2, 'not_utf8'],
  [
    'surrogate in UTF-8',
    joined(`[${A},{"session_id":"`, Uint8Array.of(0xed, 0xa0, 0x80), `"}]`),
    1,
    'not_utf8',
  ],
  [
    'past U+10FFFF',
    joined(`[${A},{"session_id":"`, Uint8Array.of(0xf4, 0x90, 0x80, 0x80), `"}]`),
    1,
    'not_utf8',
  ],
  ['random bytes', Uint8Array.from({ length: 999 }, (_, index) => (index * 73 + 200) % 251), 0, 'not_utf8'],
  ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 0, 'not_utf8'],
];

const PACKED = gzipSync(ARRAY);
/** With the fields that a header may have: extra, name, comment, its own checksum. */
const named = joined(
  PACKED.subarray(0, 3),
  '\x1e',
  PACKED.subarray(4, 10),
  '\x02\0ab',
  'calls.json\0',
  'a day\0',
  'xx',
  PACKED.subarray(10),
);
const GZIP_ROWS: Row[] = [
  ['gzip', PACKED, 3],
  ['gzip of lines', gzipSync(LINES), 3],
  ['gzip of nothing', gzipSync(''), 0, 'empty_file'],
  ['gzip with a byte-order mark', gzipSync(`\ufeff${ARRAY}`), 3],
  ['gzip of UTF-16', gzipSync(utf16(ARRAY)), 0, 'not_utf8'],
  ['several members', joined(gzipSync(`${A}\n`), gzipSync(`${B}\n`), gzipSync(C)), 3],
  ['members that cut a session', joined(gzipSync(ARRAY.slice(0, 99)), gzipSync(ARRAY.slice(99))), 3],
  ['padded', joined(PACKED, new Uint8Array(700)), 3],
  ['with text after it', joined(PACKED, 'garbage'), 3, 'not_gzip'],
  ['with one byte after it', joined(PACKED, 'x'), 3, 'not_gzip'],
  ['with zeros and text after it', joined(PACKED, new Uint8Array(9), 'x'), 3, 'not_gzip'],
  ['second member broken', joined(gzipSync(LINES), flipped(gzipSync(LINES), 60)), 0, 'not_gzip'],
  ['with a name and a comment', named, 3],
  ['with half a member after it', joined(gzipSync(LINES), gzipSync(LINES).subarray(0, 4)), 3, 'not_gzip'],
  ['cut in its checksum', PACKED.subarray(0, -3), 3, 'not_gzip'],
  ['cut in its header', PACKED.subarray(0, 5), 0, 'not_gzip'],
  ['only the first two bytes', Uint8Array.of(0x1f, 0x8b), 0, 'not_gzip'],
  ['wrong checksum', flipped(PACKED, PACKED.length - 6), 0, 'not_gzip'],
  ['wrong length', flipped(PACKED, PACKED.length - 1), 0, 'not_gzip'],
  ['broken in the middle', flipped(PACKED, 60), 0, 'not_gzip'],
  ['unknown method', flipped(PACKED, 2), 0, 'not_gzip'],
  ['gzip in gzip', gzipSync(PACKED), 0, 'not_utf8'],
  ['zlib, not gzip', deflateSync(ARRAY), 0, 'not_utf8'],
  ['a bomb', gzipSync(new Uint8Array(8 * 1024 * 1024).fill(0x20)), 0, 'unpack_ratio'],
  ['a bomb of brackets', gzipSync(`${'['.repeat(4_000_000)}`), 0, 'unpack_ratio'],
];

/** Files that feeds have written, and some that nobody should: each with what must come of it. */
export const CORPUS: readonly CorpusFile[] = [...JSON_ROWS, ...VALUE_ROWS, ...UTF8_ROWS, ...GZIP_ROWS].map(
  ([name, content, sessions, ...reasons]) => ({
    name,
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
    sessions,
    reasons,
  }),
);
