import { Nesting } from './read-nesting.ts';
import { type OnStretch, Rest, type Splitter, UnderWay } from './read-split.ts';
import type { Window } from './read-window.ts';

const COMMA = 0x2c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;

const BREAKS_OFF = 'The array breaks off here.';
const NEVER_CLOSED = 'The array is never closed.';
const MISSING = 'An element is missing here.';
const NO_COMMA = 'A comma is missing before this.';
const AFTER_END = 'Text follows the end of the array.';

type State = 'first' | 'before' | 'inside' | 'after' | 'closed';

/**
 * The elements of an array, for JSON.parse to judge one by one; it begins past the array's bracket, or before an element. What breaks the array is a
 * stretch of its own: up to the next comma when there is one, else the rest of the text.
 */
export class ArraySplitter implements Splitter {
  readonly #onStretch: OnStretch;
  readonly #nesting = new Nesting();
  readonly #underWay = new UnderWay();
  #state: State = 'first';
  #fault: string | undefined;
  #rest: Rest | null = null;

  constructor(onStretch: OnStretch) {
    this.#onStretch = onStretch;
  }

  split(window: Window, isEnd: boolean): void {
    while (this.#rest === null && this.#step(window));
    if (this.#rest !== null) this.#rest.split(window, isEnd);
    else if (isEnd) this.#end(window);
  }

  /** False when the window ends first. */
  #step(window: Window): boolean {
    if (this.#state === 'inside') return this.#goOn(window);
    if (!window.skipSpace()) {
      if (this.#state !== 'after') window.letGo();
      return false;
    }
    if (this.#state === 'after') this.#separate(window);
    else if (this.#state === 'closed') this.#rest = new Rest(window, AFTER_END, this.#onStretch);
    else if (this.#state === 'first' && window.bytes[window.at] === CLOSE_ARRAY) this.#close(window);
    else this.#begin(window, undefined);
    return true;
  }

  #begin(window: Window, fault: string | undefined): void {
    this.#underWay.begin(window);
    this.#nesting.begin(fault === undefined ? window.bytes[window.at] : undefined);
    this.#fault = fault;
    this.#state = 'inside';
  }

  #goOn(window: Window): boolean {
    const end = this.#underWay.endBy(this.#nesting, window);
    if (end < 0) return false;
    const isNothing = end === window.mark && !this.#underWay.isTooLarge;
    if (isNothing && this.#fault === undefined) this.#fault = MISSING;
    this.#length = end - window.mark;
    this.#state = 'after';
    return true;
  }

  /** Of the element that stands before what separates it. */
  #length = 0;

  /** An element is handed on when it is known what follows it. */
  #handOn(window: Window): void {
    this.#onStretch(this.#underWay.stretch(window, window.mark + this.#length, this.#fault));
  }

  #separate(window: Window): void {
    this.#handOn(window);
    const byte = window.bytes[window.at];
    if (byte === CLOSE_ARRAY) this.#close(window);
    else if (byte !== COMMA) this.#begin(window, NO_COMMA);
    else {
      window.at += 1;
      window.letGo();
      this.#state = 'before';
    }
  }

  #close(window: Window): void {
    window.at += 1;
    window.letGo();
    this.#state = 'closed';
  }

  #end(window: Window): void {
    const { bytes, mark } = window;
    const all = (fault: string) => this.#underWay.stretch(window, bytes.length, fault, true);
    if (this.#state === 'inside') this.#onStretch(all(this.#fault ?? BREAKS_OFF));
    else if (this.#state === 'after') {
      // Did the last element take the array's bracket for its own, then the two are one stretch.
      const tookBracket = bytes[mark] === OPEN_OBJECT && bytes[mark + this.#length - 1] === CLOSE_ARRAY;
      if (!tookBracket) {
        this.#handOn(window);
        window.at = bytes.length;
        this.#underWay.begin(window);
      }
      this.#onStretch(this.#underWay.stretch(window, bytes.length, NEVER_CLOSED, true));
    } else if (this.#state !== 'closed') {
      this.#onStretch(all(NEVER_CLOSED));
    }
  }
}
