import type { LineSink } from './stage-buffer.ts';

const NEWLINE = 0x0a;

/** Hands on a text without some of its lines, which are counted from 0. */
export class LineDropper {
  readonly #dropped: ReadonlySet<number>;
  readonly #sink: LineSink;
  #line = 0;

  constructor(dropped: ReadonlySet<number>, sink: LineSink) {
    this.#dropped = dropped;
    this.#sink = sink;
  }

  add(chunk: Uint8Array): void {
    let kept = 0;
    for (let at = 0; at < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, at);
      const end = newline < 0 ? chunk.length : newline + 1;
      if (this.#dropped.has(this.#line)) {
        if (kept < at) this.#sink(chunk.subarray(kept, at));
        kept = end;
      }
      if (newline >= 0) this.#line += 1;
      at = end;
    }
    if (kept < chunk.length) this.#sink(chunk.subarray(kept));
  }
}
