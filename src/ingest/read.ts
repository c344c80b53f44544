import { ArraySplitter } from './read-array.ts';
import { beginOf } from './read-begin.ts';
import { FormFinder } from './read-form.ts';
import { type Fault, parseWhole, type ReadRecord, readStretch } from './read-json.ts';
import { LineSplitter, pastSpace } from './read-lines.ts';
import { ArrayPieces, WHOLE_PARSE_BYTES } from './read-pieces.ts';
import { SequenceSplitter } from './read-sequence.ts';
import type { OnStretch, Splitter, Stretch } from './read-split.ts';
import { Window } from './read-window.ts';

/**
 * Takes the records of an object in order. `line`, from 1, is where the record begins; null when there are no lines to speak of. `text` is how a
 * stretch begins that is no record; null where its bytes are gone.
 */
export type OnRecord = (record: ReadRecord, line: () => number | null, text?: () => Buffer | null) => void;

const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;

/**
 * Reads the records of a session file from its text as UTF-8: a JSON array, one object or NDJSON, with or without a byte-order
 * mark. JSON.parse is the judge. A text that it refuses as a whole gives up its good records one by one. What comes in
 * chunks is read as it comes; no more than one record and one chunk is held.
 */
export class RecordReader {
  readonly #onRecord: OnRecord;
  readonly #maxDepth: number;
  readonly #pieceBytes: number | undefined;
  readonly #window = new Window();
  readonly #form = new FormFinder();
  #hasBegun = false;
  #splitter: Splitter | null = null;
  #brokenEnd = false;
  #isRefused = false;
  #cut: Fault | null = null;

  constructor(onRecord: OnRecord, maxDepth: number, pieceBytes?: number) {
    this.#onRecord = onRecord;
    this.#maxDepth = maxDepth;
    this.#pieceBytes = pieceBytes;
  }

  /** Whether the text looks cut off, or still being written; known at its end. */
  get brokenEnd(): boolean {
    return this.#brokenEnd;
  }

  /** The whole text at once. It is written to meanwhile, and is in the end as it was. */
  readWhole(text: Buffer): void {
    if (this.#parseWhole(text)) return;
    this.add(text);
    this.end();
  }

  /** The next bytes of the text, which must not change afterwards. */
  add(chunk: Buffer): void {
    this.#window.add(chunk);
    this.#advance(false);
  }

  /** The text ends here; `cut` says why, when that is not where it should end. */
  end(cut: Fault | null = null): void {
    this.#cut = cut;
    this.#advance(true);
    if (cut !== null && !this.#brokenEnd && !this.#isRefused) this.#onRecord(cut, () => null);
    if (cut !== null) this.#brokenEnd = true;
  }

  #advance(isEnd: boolean): void {
    const window = this.#window;
    if (!this.#hasBegun) this.#begin(isEnd);
    if (this.#isRefused) window.at = window.bytes.length;
    else if (this.#hasBegun) this.#splitter ??= this.#choose(isEnd);
    if (this.#isRefused) window.letGo();
    else this.#splitter?.split(window, isEnd);
  }

  /** Passes the byte-order mark, once there is enough to tell. */
  #begin(isEnd: boolean): void {
    const begin = beginOf(this.#window.bytes, isEnd);
    if (begin === null) return;
    this.#hasBegun = true;
    if ('reason' in begin) this.#refuse(begin, null);
    else this.#window.at = begin.length;
  }

  /** The object as a whole is no text with records: that is its one record. */
  #refuse(fault: Fault, line: number | null): void {
    this.#isRefused = true;
    this.#onRecord(fault, () => line);
  }

  #choose(isEnd: boolean): Splitter | null {
    const window = this.#window;
    const isMore = window.skipSpace();
    window.letGo();
    if (!isMore) {
      if (isEnd) this.#isEmpty();
      return null;
    }
    if (window.bytes[window.at] === OPEN_ARRAY) {
      window.at += 1;
      return new ArraySplitter(this.#onStretch);
    }
    const form = this.#form.find(window, isEnd, this.#maxDepth);
    if (form === null) return null;
    return form === 'lines' ? new LineSplitter(this.#onStretch) : new SequenceSplitter(this.#onStretch);
  }

  #isEmpty(): void {
    this.#brokenEnd = true;
    this.#refuse(this.#cut ?? { reason: 'empty_file', detail: 'It holds no record.' }, 1);
  }

  readonly #onStretch: OnStretch = (stretch: Stretch) => {
    const record = readStretch(this.#window, stretch, this.#maxDepth);
    const isCut = stretch.isOpen === true && 'reason' in record;
    if (isCut) this.#brokenEnd = true;
    const told = isCut && this.#cut !== null ? this.#cut : record;
    const { from, to, unheld } = stretch;
    const line = () => unheld?.line ?? this.#window.lineAt(from);
    this.#onRecord(told, line, () =>
      unheld ? (unheld.head ?? null) : this.#window.bytes.subarray(from, to),
    );
  };

  /** False when the text is no array, and not one object. */
  #parseWhole(text: Buffer): boolean {
    const begin = beginOf(text, true);
    if (begin === null || 'reason' in begin) return false;
    const start = pastSpace(text, begin.length, text.length);
    if (text[start] === OPEN_ARRAY) {
      this.#readArray(text, start);
      return true;
    }
    if (text[start] !== OPEN_OBJECT || text.length > WHOLE_PARSE_BYTES) return false;
    const parsed = parseWhole(text.subarray(start));
    if (parsed === null) return false;
    this.#onRecord(parsed, () => lineOf(text, start));
    return true;
  }

  #readArray(text: Buffer, open: number): void {
    const pieces = new ArrayPieces(text, open, this.#pieceBytes);
    let lines: readonly number[] | undefined;
    let read = 0;
    for (let values = pieces.next(); values !== null; values = pieces.next()) {
      for (const [index, value] of values.entries()) {
        const nth = read + index;
        this.#onRecord({ value }, () => {
          lines ??= linesOfArray(text, open);
          return lines[nth] ?? null;
        });
        // What is staged need not be carried along by the garbage collector.
        values[index] = null;
      }
      read += values.length;
    }
    if (pieces.rest !== null) this.#goOn(text, pieces.rest);
  }

  /** Reads the elements of an array one by one to its end, from behind its bracket or before an element. */
  #goOn(text: Buffer, from: number): void {
    const window = this.#window;
    window.add(text);
    window.at = from;
    window.letGo();
    this.#hasBegun = true;
    this.#splitter = new ArraySplitter(this.#onStretch);
    this.end();
  }
}

/** The lines at which the elements of a whole array begin. */
function linesOfArray(text: Buffer, open: number): number[] {
  const lines: number[] = [];
  const window = new Window();
  window.add(text);
  window.at = open + 1;
  window.letGo();
  new ArraySplitter(({ from }) => lines.push(window.lineAt(from))).split(window, true);
  return lines;
}

function lineOf(text: Buffer, index: number): number {
  const window = new Window();
  window.add(text);
  return window.lineAt(index);
}
