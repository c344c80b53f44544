import type { Nesting } from './read-nesting.ts';
import type { Window } from './read-window.ts';

/** A record is held whole in memory while it is read: one that is larger than this is set aside unread. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** Kept of what is not held, to be shown. */
const HEAD_BYTES = 32 * 1024;

/** A stretch of the text that is one record: [from, to) of the window. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Why it cannot be a record, when that is known already. */
  readonly fault?: string | undefined;
  /** Set where the bytes are gone: the line at which it began, and what is known of it. */
  readonly unheld?: {
    readonly line: number;
    readonly is: 'too large' | 'UTF-8' | 'not UTF-8';
    readonly head?: Buffer;
  };
  /** The text ends before anything says that this does. */
  readonly isOpen?: boolean;
}

export type OnStretch = (stretch: Stretch) => void;

/** Cuts a text into its records, in order, from windows that follow one another. */
export interface Splitter {
  /** @param isEnd whether nothing follows the window */
  split(window: Window, isEnd: boolean): void;
}

/** The record under way, from the window's mark on. */
export class UnderWay {
  #lineOfLarge: number | null = null;

  get isTooLarge(): boolean {
    return this.#lineOfLarge !== null;
  }

  begin(window: Window): void {
    window.letGo();
    this.#lineOfLarge = null;
  }

  /** Looks for its end; -1 when the window ends first. */
  endBy(nesting: Nesting, window: Window): number {
    const end = nesting.end(window.bytes, window.at);
    window.at = end < 0 ? window.bytes.length : end;
    this.bound(window);
    return end;
  }

  /** Lets go of a record that has grown too large. */
  bound(window: Window): void {
    if (window.at - window.mark <= MAX_RECORD_BYTES) return;
    this.#lineOfLarge ??= window.lineAt(window.mark);
    window.letGo();
  }

  /** From the mark to `to`. */
  stretch(window: Window, to: number, fault?: string, isOpen = false): Stretch {
    const line = this.#lineOfLarge;
    const plain = { from: window.mark, to, fault, isOpen };
    return line === null ? plain : { ...plain, unheld: { line, is: 'too large' } };
  }
}

/** What follows the point from which nothing can be made out: one stretch to the end of the text, without being held. */
export class Rest implements Splitter {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #fault: string;
  readonly #onStretch: OnStretch;
  readonly #line: number;
  #head: Buffer | null = null;
  #isUtf8 = true;

  constructor(window: Window, fault: string, onStretch: OnStretch) {
    this.#line = window.lineAt(window.at);
    this.#fault = fault;
    this.#onStretch = onStretch;
  }

  split(window: Window, isEnd: boolean): void {
    this.#head ??= Buffer.from(window.bytes.subarray(window.at, window.at + HEAD_BYTES));
    this.#check(window.bytes.subarray(window.at), !isEnd);
    window.at = window.bytes.length;
    window.letGo();
    if (!isEnd) return;
    const is = this.#isUtf8 ? 'UTF-8' : 'not UTF-8';
    const unheld = { line: this.#line, is, head: this.#head } as const;
    this.#onStretch({ from: window.at, to: window.at, fault: this.#fault, unheld });
  }

  #check(bytes: Uint8Array, stream: boolean): void {
    if (!this.#isUtf8) return;
    try {
      this.#decoder.decode(bytes, { stream });
    } catch {
      this.#isUtf8 = false;
    }
  }
}
