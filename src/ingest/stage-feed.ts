import type { MessagePort } from 'node:worker_threads';
import { Bell } from './bell.ts';
import { ownBytes } from './own-bytes.ts';

/** Pieces that are under way to the worker at most, so that it never waits for the disk and memory stays small. */
const AHEAD = 4;

/** What crosses the port: a piece; null at the end; undefined when the source broke off. The worker answers each piece. */
type Piece = Uint8Array | null | undefined;

/** Hands a source to the thread at the other end of the port. @throws what the source throws */
export async function feed(source: AsyncIterable<Uint8Array>, port: MessagePort): Promise<void> {
  const bell = new Bell();
  let underWay = 0;
  let isClosed = false;
  port.on('message', () => {
    underWay -= 1;
    bell.ring();
  });
  port.on('close', () => {
    isClosed = true;
    bell.ring();
  });
  let last: Piece;
  try {
    for await (const piece of source) {
      while (underWay >= AHEAD && !isClosed) await bell.rung();
      if (isClosed) return;
      const owned = ownBytes(piece);
      port.postMessage(owned, [owned.buffer]);
      underWay += 1;
    }
    last = null;
  } finally {
    port.postMessage(last);
  }
}

/** The source as the worker sees it. @throws Error when it broke off */
export async function* fed(port: MessagePort): AsyncGenerator<Uint8Array> {
  const bell = new Bell();
  const pieces: Piece[] = [];
  const take = (piece: Piece) => {
    pieces.push(piece);
    bell.ring();
  };
  port.on('message', take);
  port.on('close', () => take(undefined));
  try {
    for (;;) {
      if (pieces.length === 0) await bell.rung();
      const piece = pieces.shift();
      if (piece === null) return;
      if (piece === undefined) throw new Error('The object could not be read to its end.');
      yield piece;
      port.postMessage(null);
    }
  } finally {
    port.close();
  }
}
