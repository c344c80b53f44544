import { createReadStream } from 'node:fs';

/** Lines are gathered into objects of about this size, whatever the size of their files. */
const PART_BYTES = 32 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Files of NDJSON, one after the other, in parts of whole lines that fit into memory. */
export function partsOfFiles(files: readonly string[]): AsyncGenerator<Uint8Array> {
  return partsOf(piecesOf(files));
}

async function* piecesOf(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) yield* createReadStream(file, { highWaterMark: 1024 * 1024 });
}

async function* partsOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    const end = bytes + piece.length >= PART_BYTES ? piece.lastIndexOf(NEWLINE) + 1 : 0;
    if (end > 0) {
      yield Buffer.concat([...held, piece.subarray(0, end)]);
      held = [];
      bytes = 0;
    }
    held.push(piece.subarray(end));
    bytes += piece.length - end;
  }
  if (bytes > 0) yield Buffer.concat(held);
}
