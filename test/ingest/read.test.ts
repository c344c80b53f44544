import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ReadResult, readObject, type Source } from '../../src/ingest/read-object.ts';
import { STAGE_OPTIONS } from '../support/stage-options.ts';

type Limits = Partial<typeof STAGE_OPTIONS>;

interface Read extends ReadResult {
  /** The session_id of a session, the JSON of another value, `reason@line` of what is none. */
  readonly records: readonly string[];
}

async function readFrom(source: Source, sizeBytes: number, limits: Limits): Promise<Read> {
  const records: string[] = [];
  const result = await readObject(source, sizeBytes, { ...STAGE_OPTIONS, ...limits }, (record, line) => {
    if ('reason' in record) records.push(`${record.reason}@${line()}`);
    else {
      const value = Object(record.value) as { session_id?: unknown };
      records.push(String(value.session_id ?? JSON.stringify(record.value)));
    }
  });
  return { ...result, records: result.refusal === null ? records : [`${result.refusal.reason}@null`] };
}

async function* pieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.slice(at, at + pieceBytes);
}

const bytesOf = (content: string | Uint8Array) =>
  typeof content === 'string' ? Buffer.from(content) : content;

/** The object at once, and in pieces: it must be the same. */
async function readAll(content: string | Uint8Array, limits: Limits = {}): Promise<Read> {
  const bytes = bytesOf(content);
  const whole = await readFrom(bytes, bytes.length, limits);
  for (const pieceBytes of bytes.length < 5000 ? [1, 2, 7, bytes.length + 1] : [4099]) {
    expect(await readFrom(pieces(bytes, pieceBytes), bytes.length, limits)).toEqual(whole);
  }
  return whole;
}

const read = async (content: string | Uint8Array, limits: Limits = {}) =>
  (await readAll(content, limits)).records;
const looksCut = async (content: string | Uint8Array) => (await readAll(content)).brokenEnd;

const session = (id: string) => `{"session_id":"${id}","text":"a ] } , \\" { ["}`;

describe('a session file may be', () => {
  it.each([
    ['an array', `[${session('a')}, ${session('b')}]`],
    ['an array over lines', `[\n  ${session('a')},\n  ${session('b')}\n]\n`],
    ['NDJSON', `${session('a')}\n${session('b')}\n`],
    ['NDJSON with blank lines and CRLF', `\r\n${session('a')}\r\n\r\n  ${session('b')}`],
    ['objects one after the other', `{\n"session_id":"a"\n}\n{\n"session_id":\n"b"}`],
  ])('%s', async (_, text) => {
    expect(await read(text)).toEqual(['a', 'b']);
    expect(await read(`\ufeff${text}`)).toEqual(['a', 'b']);
    expect(await read(gzipSync(text))).toEqual(['a', 'b']);
    expect(await read(gzipSync(`\ufeff${text}`))).toEqual(['a', 'b']);
  });

  it('one object, pretty-printed or not', async () => {
    expect(await read(session('a'))).toEqual(['a']);
    expect(await read(JSON.stringify(JSON.parse(session('a')), null, 2))).toEqual(['a']);
  });

  it('an array of nothing', async () => {
    expect(await read('[]')).toEqual([]);
    expect(await read(' [ \n ] ')).toEqual([]);
  });

  it('larger than what is parsed whole, with the same records', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const records = ids.map((id) => JSON.stringify({ session_id: id, text: 'x]},"'.repeat(10_000) }));
    expect(await read(`[${records.join(',\n')}]`)).toEqual(ids);
    expect(await read(records.join('\n'))).toEqual(ids);
  });
});

describe('of blank lines', () => {
  it('as many as there may be take no longer than their bytes', async () => {
    const blank = '\n'.repeat(1_000_000);
    expect(await read(`${blank}${session('a')}${blank}${session('b')}${blank}`)).toEqual(['a', 'b']);
    expect(await read(`${session('a')}\n${blank}oops${blank}`)).toEqual(['a', 'not_json@1000002']);
  });
});

describe('a broken array', () => {
  it.each([
    ['cut inside a record', `[${session('a')},\n${session('b')},\n{"session_id":"c","te`, 3],
    ['cut inside a string', `[${session('a')},\n${session('b')},\n{"session_id":"c`, 3],
    ['cut after a comma', `[${session('a')},\n${session('b')},\n`, 3],
    ['cut after a record', `[${session('a')},\n${session('b')}\n`, 3],
    ['with a string that never closes', `[${session('a')},${session('b')},\n{"x":"y}, {"z":1}]`, 2],
    ['with text after its end', `[${session('a')},${session('b')}]\nthe end`, 2],
    ['with a comma too many', `[${session('a')},${session('b')},\n]`, 2],
  ])('%s keeps every session before the break and says where', async (_, text, line) => {
    expect(await read(text)).toEqual(['a', 'b', `not_json@${line}`]);
  });

  it('loses only an element that is not JSON', async () => {
    expect(await read(`[${session('a')},\n{"session_id": oops},\n${session('c')}]`)).toEqual([
      'a',
      'not_json@2',
      'c',
    ]);
    expect(await read(`[${session('a')},\nNaN,\n'x',\n${session('c')}]`)).toEqual([
      'a',
      'not_json@2',
      'not_json@3',
      'c',
    ]);
    expect(await read(`[${session('a')},,${session('c')}]`)).toEqual(['a', 'not_json@1', 'c']);
  });

  it('loses what stands where a comma is missing', async () => {
    expect(await read(`[${session('a')}\n${session('b')},\n${session('c')}]`)).toEqual([
      'a',
      'not_json@2',
      'c',
    ]);
  });

  it('keeps elements that are no objects for cleaning to judge', async () => {
    expect(await read(`[1, "x", null, ${session('a')}, oops]`)).toEqual([
      '1',
      '"x"',
      'null',
      'a',
      'not_json@1',
    ]);
  });
});

describe('broken NDJSON', () => {
  it('costs the bad line', async () => {
    expect(await read(`${session('a')}\n{"session_id":"b\n${session('c')}\n`)).toEqual([
      'a',
      'not_json@2',
      'c',
    ]);
  });

  it('costs each bad line, the first and the last too', async () => {
    expect(await read(`{"x\n${session('b')}\nnot json\n{"session_id":`)).toEqual([
      'not_json@1',
      'b',
      'not_json@3',
      'not_json@4',
    ]);
  });
});

describe('what cannot be read is one record', () => {
  it.each([
    ['nothing', '', 'empty_file@1'],
    ['white space', ' \r\n\t ', 'empty_file@1'],
    ['only a byte-order mark', '\ufeff', 'empty_file@1'],
    ['prose', 'This is\nnot JSON\nat all', 'not_json@1'],
    [
      'a pretty-printed object that breaks off',
      '\n{\n  "session_id": "a",\n  "conversation": [\n',
      'not_json@2',
    ],
    ['an array that only opens', '[', 'not_json@1'],
    ['CSV', 'session_id,customer_id\n1,2\n', 'not_json@1'],
  ])('%s', async (_, text, record) => {
    expect(await read(text)).toEqual([record]);
  });

  it('bytes that are not UTF-8', async () => {
    expect(await read(Buffer.from('[{"session_id":"a"}]', 'utf16le'))).toEqual(['not_utf8@null']);
    expect(await read(Buffer.from('\ufeff{"session_id":"a"}', 'utf16le'))).toEqual(['not_utf8@null']);
    expect(await read(Buffer.from([0xc3, 0x28]))).toEqual(['not_utf8@1']);
  });

  it('a line, or an element, that is not UTF-8', async () => {
    const latin1 = (text: string) => Buffer.from(text, 'latin1');
    expect(await read(latin1(`${session('a')}\n${session('é')}\n${session('c')}`))).toEqual([
      'a',
      'not_utf8@2',
      'c',
    ]);
    expect(await read(latin1(`[${session('a')},${session('é')},${session('c')}]`))).toEqual([
      'a',
      'not_utf8@1',
      'c',
    ]);
  });

  it('gzip that does not unpack', async () => {
    const packed = gzipSync(session('a'));
    expect(await read(packed.subarray(0, packed.length - 12))).toEqual(['not_gzip@1']);
    expect(await read(Buffer.from([0x1f, 0x8b, 1, 2, 3]))).toEqual(['not_gzip@null']);
  });
});

describe('an object looks cut off', () => {
  const array = `[${session('a')},\n${session('b')}]`;
  const lines = `${session('a')}\n${session('é')}\n`;
  const pretty = JSON.stringify(JSON.parse(session('a')), null, 1);
  const badChecksum = gzipSync(array);
  badChecksum.fill(0, badChecksum.length - 8, badChecksum.length - 4);

  it.each([
    ['empty', ''],
    ['white space only', '\n'],
    ['an array that never closes', array.slice(0, -1)],
    ['an array that ends after a comma', `[${session('a')},`],
    ['an array that ends where a comma is missing', `[${session('a')} ${session('b')}`],
    ['an array that only opens', '['],
    ['a last line that is no JSON and has no line end', lines.slice(0, -3)],
    ['a last line that ends inside a character', Buffer.from(lines).subarray(0, lines.indexOf('é') + 1)],
    ['an object over lines that never closes', pretty.slice(0, -2)],
    ['gzip that ends early', gzipSync(array).subarray(0, -5)],
  ])('%s', async (_, content) => {
    expect(await looksCut(content)).toBe(true);
  });

  it.each([
    ['whole', array],
    ['whole lines', lines],
    ['whole lines, the last without a line end', lines.trimEnd()],
    ['a bad line in the middle', `oops\n${lines}`],
    ['a bad last line with its line end', `${lines}oops\n`],
    ['a bad element in a closed array', `[${session('a')}, oops]`],
    ['text after the end of an array', `${array} oops`],
    ['whole gzip', gzipSync(array)],
    ['gzip with a wrong checksum', badChecksum],
  ])('not when it is %s', async (_, content) => {
    expect(await looksCut(content)).toBe(false);
  });

  it('anywhere it is cut, unless its lines are whole there', async () => {
    for (let cut = 0; cut < array.length; cut++)
      expect(await looksCut(array.slice(0, cut)), `${cut}`).toBe(true);
    for (let cut = 0; cut < lines.length; cut++) {
      const isWhole = /"}\n?$/.test(lines.slice(0, cut));
      expect(await looksCut(lines.slice(0, cut)), `${cut}`).toBe(!isWhole);
    }
  });
});

describe('gzip', () => {
  const text = `[${session('a')},${session('b')}]`;
  const packed = gzipSync(text);
  it('is the same wherever its pieces end, with several members, padding, or something after it', async () => {
    const halves = Buffer.concat([gzipSync(text.slice(0, 30)), gzipSync(text.slice(30))]);
    expect(await read(halves)).toEqual(['a', 'b']);
    expect(await read(Buffer.concat([halves, Buffer.alloc(20)]))).toEqual(['a', 'b']);
    for (const after of [
      'x',
      'xy',
      '\0x',
      '\x1f',
      '\x1fx',
      '\x1f\x8b',
      '\x1f\x8b\x08',
      '\x1f\x8b\x08rest of a member',
      '\x1f\x8b\x01',
    ])
      expect(await read(Buffer.concat([packed, Buffer.from(after, 'latin1')]))).toEqual([
        'a',
        'b',
        'not_gzip@null',
      ]);
  });

  it('that is cut anywhere keeps what came before and says so once', async () => {
    for (let cut = 2; cut < packed.length; cut++) {
      const { records, brokenEnd } = await readAll(packed.subarray(0, cut));
      expect(
        records.filter((record) => record.includes('@')),
        `${cut}`,
      ).toHaveLength(1);
      expect(records.at(-1)).toMatch(/^not_gzip/);
      expect(brokenEnd).toBe(true);
    }
  });
});

describe('strange JSON', () => {
  it('is read as JSON.parse reads it: of a key that repeats the last value', async () => {
    expect(await read('{"session_id":"a","session_id":"b"}')).toEqual(['b']);
  });

  it('of any depth does not end the process', async () => {
    const deep = (levels: number) => `{"session_id":"a","x":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expect(await read(`[${deep(100_000)},oops]`)).toEqual(['a', 'not_json@1']);
    expect(await read(deep(2_000_000))).toEqual(['too_deep@1']);
    expect(await read('['.repeat(3_000_000))).toEqual(['not_json@1']);
    expect(await read(`${'{"a":'.repeat(1_000_000)}1`)).toEqual(['not_json@1']);
  });
});
