import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { fed, feed } from '../../src/ingest/stage-feed.ts';

async function* pieces(count: number, onPiece: (index: number) => void = () => undefined) {
  for (let index = 0; index < count; index++) {
    onPiece(index);
    yield Uint8Array.of(index, index, index);
  }
}

describe('a fed source', () => {
  it('arrives piece by piece, in order', async () => {
    const { port1, port2 } = new MessageChannel();
    const feeding = feed(pieces(100), port1);
    const seen: number[] = [];
    for await (const piece of fed(port2)) seen.push(piece[0] ?? -1);
    await feeding;
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it('is not read far ahead of whoever takes it', async () => {
    const { port1, port2 } = new MessageChannel();
    let read = 0;
    const feeding = feed(
      pieces(20, () => {
        read += 1;
      }),
      port1,
    );
    let taken = 0;
    for await (const _ of fed(port2)) {
      taken += 1;
      await new Promise((resolve) => setTimeout(resolve, 2));
      expect(read).toBeLessThanOrEqual(taken + 5);
    }
    await feeding;
    expect(taken).toBe(20);
  });

  it('that breaks off ends with an error on both sides', async () => {
    const { port1, port2 } = new MessageChannel();
    const broken = pieces(5, (index) => {
      if (index === 3) throw new Error('gone');
    });
    const feeding = feed(broken, port1);
    const taking = (async () => {
      for await (const _ of fed(port2));
    })();
    await expect(feeding).rejects.toThrow('gone');
    await expect(taking).rejects.toThrow('could not be read to its end');
  });

  it('is left alone when whoever takes it stops', async () => {
    const { port1, port2 } = new MessageChannel();
    const feeding = feed(pieces(1000), port1);
    for await (const _ of fed(port2)) break;
    await expect(feeding).resolves.toBeUndefined();
  });
});
