import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordReader } from '../../src/ingest/read.ts';

const SEED = 20250131;
const MAX_DEPTH = 64;

interface Read {
  /** JSON of a record's value, else the reason why there is none; with the line where it begins. */
  readonly records: readonly string[];
  readonly brokenEnd: boolean;
}

function readBy(feed: (reader: RecordReader) => void, pieceBytes?: number): Read {
  const records: string[] = [];
  const reader = new RecordReader(
    (record, line) => {
      const told = 'reason' in record ? `${record.reason}: ${record.detail}` : JSON.stringify(record.value);
      records.push(`${line()} ${told}`);
    },
    MAX_DEPTH,
    pieceBytes,
  );
  feed(reader);
  return { records, brokenEnd: reader.brokenEnd };
}

const readCut = (text: Buffer, pieceBytes: number): Read =>
  readBy((reader) => reader.readWhole(text), pieceBytes);

/** What comes in chunks is never cut: each record is looked for. */
const readOneByOne = (text: Buffer): Read =>
  readBy((reader) => {
    reader.add(text);
    reader.end();
  });

const word = fc.oneof(
  fc.constantFrom('a', ',{"id":1', '},{"id":', '[', ']}', '\\', '"', 'é', '漢', '\ud83d\ude00', '\n'),
  fc.string(),
);
const inner = fc.array(fc.record({ id: fc.nat(9) }), { maxLength: 4 });
const element = fc.oneof(
  { weight: 8, arbitrary: fc.record({ id: word, turns: inner, text: word }) },
  { weight: 1, arbitrary: fc.record({ text: word, id: word }) },
  { weight: 1, arbitrary: fc.oneof(fc.nat(), inner, fc.constant(null), word) },
);
const array = fc
  .tuple(
    fc.array(element, { maxLength: 12 }),
    fc.constantFrom(undefined, 1, '\t'),
    fc.constantFrom('', '\ufeff', ' \n'),
  )
  .map(([elements, indent, before]) => before + JSON.stringify(elements, null, indent));

/** A feed breaks off, loses bytes or gets some that do not belong there. */
const broken = fc
  .tuple(
    array,
    fc.nat(),
    fc.nat(20),
    fc.constantFrom('', ',', '{', '}', ']', '[', '"', '{"id":', ' x ', '\u0000'),
  )
  .map(([text, at, length, put]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + length);
  });

describe('an array that is cut into pieces', () => {
  it('has the records, the lines and the faults of one that is read record by record', () => {
    fc.assert(
      fc.property(fc.oneof(array, broken), fc.integer({ min: 1, max: 80 }), (written, pieceBytes) => {
        const text = Buffer.from(written);
        const expected = readOneByOne(Buffer.from(text));
        expect(readCut(text, pieceBytes)).toEqual(expected);
        expect(text.equals(Buffer.from(written))).toBe(true);
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });

  it('goes on record by record from the piece that is broken', () => {
    const records = ['{"id":1}', '{"id":2}', '{"id":3,}', '{"id":4}'];
    const { records: read } = readCut(Buffer.from(`[\n${records.join(',\n')}\n]`), 1);
    expect(read).toEqual([
      '2 {"id":1}',
      '3 {"id":2}',
      '4 not_json: The text of the record is not JSON.',
      '5 {"id":4}',
    ]);
  });

  it('takes no element of an element for a record', () => {
    const nested = '[{"id":1,"turns":[{"id":2},{"id":3},{"id":4}]},{"id":5}]';
    expect(readCut(Buffer.from(nested), 1).records).toEqual([
      '1 {"id":1,"turns":[{"id":2},{"id":3},{"id":4}]}',
      '1 {"id":5}',
    ]);
  });
});
