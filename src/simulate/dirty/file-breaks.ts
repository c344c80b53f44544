import type { QuarantineReason } from '../../contract/rules.ts';
import type { Rng } from '../rng.ts';
import type { SessionFile } from '../session-file.ts';
import type { Expected, ManifestLine } from './breaks.ts';
import { storedGzip } from './stored-gzip.ts';

/** Breaks a file; null when it can't be broken this way. */
type FileBreak = (file: SessionFile, rng: Rng) => readonly SessionFile[] | null;

const LOADED: Expected = { outcome: 'loaded' };
const refused = (reason: QuarantineReason): Expected => ({ outcome: 'quarantined', reason });

function lineOf(object: string, kind: string, expected: Expected, hit: readonly string[]): ManifestLine {
  return { object, record: null, session_ids: hit, kind, field: null, turn: null, expected };
}

const idsOf = ({ pieces }: SessionFile): string[] => pieces.map((piece) => piece.sessionId);

/** Another writing of the same records. */
function rewritten(kind: string, write: (bytes: Uint8Array) => Uint8Array): FileBreak {
  return (file) => {
    const line = lineOf(file.object, kind, LOADED, []);
    return [{ ...file, bytes: write(file.bytes), broken: [...file.broken, line] }];
  };
}

/** Nothing of the file can be read: what else was broken in it no longer matters. */
function unreadable(
  kind: string,
  reason: QuarantineReason,
  write: (bytes: Uint8Array) => Uint8Array,
): FileBreak {
  return (file) => [
    { ...file, bytes: write(file.bytes), broken: [lineOf(file.object, kind, refused(reason), idsOf(file))] },
  ];
}

/** Something that is no record stands beside them. */
function litter(kind: string, write: (text: string) => string): FileBreak {
  return (file) => {
    const bytes = Buffer.from(write(Buffer.from(file.bytes).toString()));
    return [{ ...file, bytes, broken: [...file.broken, lineOf(file.object, kind, refused('not_json'), [])] }];
  };
}

/** Where each record begins: each stands on a line of its own, between the brackets. */
function recordStarts(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf(10); at >= 0 && at + 3 < buffer.length; at = buffer.indexOf(10, at + 1))
    starts.push(at + 1);
  return starts;
}

/** The upload broke off inside a record. */
const cutOff: FileBreak = (file, rng) => {
  const starts = recordStarts(file.bytes);
  if (starts.length !== file.pieces.length) return null;
  const record = rng.below(starts.length);
  const start = starts[record] ?? 0;
  const bytes = file.bytes.slice(0, start + 40 + rng.below(40));
  const hit = idsOf(file).slice(record);
  const kept = file.broken.filter((line) => (line.record ?? 0) <= record);
  const line = { ...lineOf(file.object, 'cut_off', refused('not_json'), hit), record: record + 1 };
  return [{ ...file, bytes, broken: [...kept, line] }];
};

/** The same file, delivered again under another name. */
const deliveredTwice: FileBreak = (file) => {
  const object = file.object.replace(/\.json$/, '-again.json');
  const copy = { object, bytes: file.bytes, pieces: [], broken: copiedLines(file, object) };
  return [file, copy];
};

/** What is refused in one is refused in the other too; of the rest one version is current. */
function copiedLines({ broken }: SessionFile, object: string): ManifestLine[] {
  const refusedToo = broken
    .filter((line) => line.expected.outcome === 'quarantined' || line.expected.outcome === 'repeated')
    .map((line) => ({ ...line, object }));
  return [...refusedToo, lineOf(object, 'delivered_twice', LOADED, [])];
}

/** One record a line. */
const lines: FileBreak = (file) => {
  if (recordStarts(file.bytes).length !== file.pieces.length) return null;
  const text = Buffer.from(file.bytes)
    .toString()
    .replace(/^\[\n/, '')
    .replace(/\n\]\n$/, '\n')
    .replaceAll(',\n', '\n');
  return [
    {
      ...file,
      bytes: Buffer.from(text),
      broken: [...file.broken, lineOf(file.object, 'ndjson', LOADED, [])],
    },
  ];
};

/** Ways in which real feeds break, or merely write, whole files. */
export const FILE_BREAKS: readonly FileBreak[] = [
  rewritten('byte_order_mark', (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])),
  rewritten('gzip', storedGzip),
  rewritten('crlf', (bytes) => Buffer.from(Buffer.from(bytes).toString().replaceAll('\n', '\r\n'))),
  unreadable('utf16', 'not_utf8', (bytes) => Buffer.from(Buffer.from(bytes).toString(), 'utf16le')),
  unreadable('empty', 'empty_file', () => new Uint8Array()),
  unreadable('half_gzip', 'not_gzip', (bytes) => storedGzip(bytes).subarray(0, 60)),
  litter('comma_too_many', (text) => text.replace(/\n\]\n$/, ',\n]\n')),
  litter('text_after', (text) => `${text}-- end of export --\n`),
  cutOff,
  deliveredTwice,
  lines,
];
