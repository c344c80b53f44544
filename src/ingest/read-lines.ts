import { type OnStretch, type Splitter, UnderWay } from './read-split.ts';
import { isSpace, type Window } from './read-window.ts';

const NEWLINE = 0x0a;

/** Past the spaces of [from, to). A newline is one too: of a million blank lines none may look beyond its own end. */
export function pastSpace(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(bytes[at])) at += 1;
  return at;
}

/** The lines that are not blank. */
export class LineSplitter implements Splitter {
  readonly #onStretch: OnStretch;
  readonly #underWay = new UnderWay();

  constructor(onStretch: OnStretch) {
    this.#onStretch = onStretch;
  }

  split(window: Window, isEnd: boolean): void {
    for (;;) {
      const newline = window.bytes.indexOf(NEWLINE, window.at);
      window.at = newline < 0 ? window.bytes.length : newline;
      this.#underWay.bound(window);
      if (newline < 0) break;
      this.#line(window, false);
      window.at += 1;
      this.#underWay.begin(window);
    }
    if (isEnd) this.#line(window, true);
  }

  #line(window: Window, isOpen: boolean): void {
    const stretch = this.#underWay.stretch(window, window.at, undefined, isOpen);
    const isBlank = pastSpace(window.bytes, window.mark, window.at) === window.at;
    if (!isBlank || stretch.unheld !== undefined) this.#onStretch(stretch);
  }
}
