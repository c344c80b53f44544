import { createHash, type Hash } from 'node:crypto';
import type { Config } from '../base/config.ts';
import { type OnRecord, RecordReader } from './read.ts';
import type { Fault } from './read-json.ts';
import { isGzip, type Unpacked, unpack, unpackWhole } from './read-unpack.ts';

/** Where an object's bytes come from: at once or, of a large one, as a stream. */
export type Source = Uint8Array | AsyncIterable<Uint8Array>;

export type ReadLimits = Pick<Config, 'maxObjectBytes' | 'maxUnpackedBytes' | 'maxUnpackRatio' | 'maxDepth'>;

export interface ReadResult {
  /** SHA-256 of the object's bytes, in hex. */
  readonly sha256: string;
  readonly brokenEnd: boolean;
  /** Why nothing of the object may be used, though records of it may have been handed on. */
  readonly refusal: Fault | null;
}

/** Packed, so small a text is no bomb, whatever its ratio. */
const HARMLESS_UNPACKED_BYTES = 1024 * 1024;

export const objectTooLarge = (sizeBytes: number, { maxObjectBytes }: ReadLimits): Fault | null =>
  sizeBytes <= maxObjectBytes
    ? null
    : {
        reason: 'too_large',
        detail: `It holds ${sizeBytes} bytes; maxObjectBytes allows ${maxObjectBytes}.`,
      };

/** Reads the records of an object of that size, in order. Its bytes are read to their end, whatever they hold. */
export async function readObject(
  source: Source,
  sizeBytes: number,
  limits: ReadLimits,
  onRecord: OnRecord,
): Promise<ReadResult> {
  const reader = new RecordReader(onRecord, limits.maxDepth);
  if (source instanceof Uint8Array) {
    const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
    const whole = isGzip(bytes) ? unpackWhole(bytes, unpackLimit(sizeBytes, limits).bytes) : bytes;
    if (whole !== null) {
      reader.readWhole(whole);
      return { sha256: hashOf(bytes), brokenEnd: reader.brokenEnd, refusal: null };
    }
  }
  const hash = createHash('sha256');
  const chunks = buffers(source instanceof Uint8Array ? [source] : source, hash);
  const outcome = await readChunks(chunks, sizeBytes, limits, reader, onRecord);
  return { sha256: hash.digest('hex'), ...outcome };
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function* buffers(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  hash?: Hash,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash?.update(chunk);
    if (chunk.length > 0) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

async function readChunks(
  chunks: AsyncGenerator<Buffer>,
  sizeBytes: number,
  limits: ReadLimits,
  reader: RecordReader,
  onRecord: OnRecord,
): Promise<Omit<ReadResult, 'sha256'>> {
  const onText = (chunk: Buffer) => reader.add(chunk);
  const { refusal, cut, excess } = await textOf(chunks, sizeBytes, limits, onText);
  if (refusal === null) reader.end(cut);
  if (excess !== null) onRecord(excess, () => null);
  return { brokenEnd: reader.brokenEnd, refusal };
}

/** The text of an object of that size, unpacked, piece by piece, to its end. */
export function readText(
  source: AsyncIterable<Uint8Array>,
  sizeBytes: number,
  limits: ReadLimits,
  onText: (chunk: Buffer) => void,
): Promise<Unpacked> {
  return textOf(buffers(source), sizeBytes, limits, onText);
}

async function textOf(
  chunks: AsyncGenerator<Buffer>,
  sizeBytes: number,
  limits: ReadLimits,
  onText: (chunk: Buffer) => void,
): Promise<Unpacked> {
  const head = await headOf(chunks);
  const all = joined(head, chunks);
  if (isGzip(head)) {
    const { bytes, fault } = unpackLimit(sizeBytes, limits);
    return unpack(all, bytes, fault, onText);
  }
  for await (const chunk of all) onText(chunk);
  return { refusal: null, cut: null, excess: null };
}

/** The first chunk, or as many as tell whether it is gzip. */
async function headOf(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* joined(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

/** How much text gzip of that size may unpack to, and what is said when it is more. */
function unpackLimit(sizeBytes: number, limits: ReadLimits): { bytes: number; fault: Fault } {
  const { maxUnpackedBytes, maxUnpackRatio } = limits;
  const byRatio = Math.max(HARMLESS_UNPACKED_BYTES, sizeBytes * maxUnpackRatio);
  const detail =
    byRatio < maxUnpackedBytes
      ? `It unpacks to more than ${maxUnpackRatio} times its size; maxUnpackRatio sets that limit.`
      : `It unpacks to more than ${maxUnpackedBytes} bytes; maxUnpackedBytes sets that limit.`;
  const reason = byRatio < maxUnpackedBytes ? 'unpack_ratio' : 'unpacked_too_large';
  return { bytes: Math.min(byRatio, maxUnpackedBytes), fault: { reason, detail } };
}
