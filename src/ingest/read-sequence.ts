import { Nesting } from './read-nesting.ts';
import { type OnStretch, Rest, type Splitter, UnderWay } from './read-split.ts';
import type { Window } from './read-window.ts';

const OPEN_OBJECT = 0x7b;
const NOT_JSON = 'From here on the text is no JSON object.';

/** Objects one after the other, over lines of their own or not, as in one pretty-printed object. */
export class SequenceSplitter implements Splitter {
  readonly #onStretch: OnStretch;
  readonly #nesting = new Nesting();
  readonly #underWay = new UnderWay();
  #isInside = false;
  #rest: Rest | null = null;

  constructor(onStretch: OnStretch) {
    this.#onStretch = onStretch;
  }

  split(window: Window, isEnd: boolean): void {
    while (this.#rest === null && this.#step(window));
    if (this.#rest !== null) this.#rest.split(window, isEnd);
    else if (isEnd && this.#isInside) {
      this.#onStretch(this.#underWay.stretch(window, window.bytes.length, NOT_JSON, true));
    }
  }

  /** False when the window ends first. */
  #step(window: Window): boolean {
    if (!this.#isInside) return this.#begin(window);
    const end = this.#underWay.endBy(this.#nesting, window);
    if (end < 0) return false;
    this.#onStretch(this.#underWay.stretch(window, end));
    window.letGo();
    this.#isInside = false;
    return true;
  }

  #begin(window: Window): boolean {
    const isMore = window.skipSpace();
    this.#underWay.begin(window);
    if (!isMore) return false;
    this.#isInside = window.bytes[window.at] === OPEN_OBJECT;
    if (this.#isInside) this.#nesting.begin(OPEN_OBJECT);
    else this.#rest = new Rest(window, NOT_JSON, this.#onStretch);
    return true;
  }
}
