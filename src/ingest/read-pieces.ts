import { parseWhole } from './read-json.ts';
import { pastSpace } from './read-lines.ts';
import { isSpace } from './read-window.ts';

const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Text and values of so much stay in the processor's cache, and in V8's young space: larger ones would take fresh memory each time. */
const PIECE_BYTES = 64 * 1024;
/** What can't be cut is parsed at once up to this size; a record may be larger than is held. */
export const WHOLE_PARSE_BYTES = 2 * 1024 * 1024;
/** How long a record's opening may be, as in `{"session_id"`. */
const MAX_OPENING_BYTES = 128;

/**
 * The elements of a JSON array, piece by piece. It is cut at commas before what looks like the beginning of an element: when the
 * text before a comma and the text behind it are the elements of an array each, all of it is, and its elements are theirs in
 * order. Behind a cut that was a wrong guess, the rest is one piece.
 */
export class ArrayPieces {
  readonly #text: Buffer;
  readonly #opening: Buffer | null;
  readonly #pieceBytes: number;
  /** Of the bracket or the comma behind which nothing is parsed yet. */
  #at: number;
  #isEnded = false;

  /**
   * @param text has brackets written into it for as long as a piece is decoded
   * @param open where the array's bracket stands
   */
  constructor(text: Buffer, open: number, pieceBytes = PIECE_BYTES) {
    this.#text = text;
    this.#opening = openingOf(text, open);
    this.#pieceBytes = pieceBytes;
    this.#at = open;
  }

  /** The next elements; null at the end of the array, or where it can't be parsed. */
  next(): unknown[] | null {
    if (this.#isEnded) return null;
    const cut = this.#cut();
    const values = cut === null ? null : this.#elements(cut);
    if (values === null || cut === null) return this.#last();
    this.#at = cut;
    return values;
  }

  /** Where the text begins that is not parsed: behind the array's bracket, or behind a comma between elements. Null when all is. */
  get rest(): number | null {
    return this.#isEnded ? null : this.#at + 1;
  }

  /** The comma before what looks like an element, about a piece ahead. */
  #cut(): number | null {
    if (this.#opening === null) return null;
    for (let from = this.#at + this.#pieceBytes; ; ) {
      const start = this.#text.indexOf(this.#opening, from);
      if (start < 0) return null;
      let before = start - 1;
      while (isSpace(this.#text[before])) before -= 1;
      if (this.#text[before] === COMMA && before > this.#at) return before;
      from = start + 1;
    }
  }

  /** Between the bracket or comma in hand and that one. */
  #elements(cut: number): unknown[] | null {
    const text = this.#text;
    text[cut] = CLOSE_ARRAY;
    const values = this.#parse(cut + 1);
    text[cut] = COMMA;
    return values;
  }

  #last(): unknown[] | null {
    const values = this.#parse(this.#text.length);
    this.#isEnded = values !== null;
    return values;
  }

  #parse(to: number): unknown[] | null {
    if (to - this.#at > WHOLE_PARSE_BYTES) return null;
    const text = this.#text;
    const opened = text[this.#at] ?? OPEN_ARRAY;
    text[this.#at] = OPEN_ARRAY;
    const parsed = parseWhole(text.subarray(this.#at, to));
    text[this.#at] = opened;
    return Array.isArray(parsed?.value) ? parsed.value : null;
  }
}

/** How the array's first element opens, up to the end of its first key; others of the same make do alike. */
function openingOf(text: Buffer, open: number): Buffer | null {
  const start = pastSpace(text, open + 1, text.length);
  const key = pastSpace(text, start + 1, text.length);
  if (text[start] !== OPEN_OBJECT || text[key] !== QUOTE) return null;
  const end = text.indexOf(QUOTE, key + 1);
  const opening = text.subarray(start, end + 1);
  return end < 0 || opening.length > MAX_OPENING_BYTES || opening.includes(BACKSLASH) ? null : opening;
}
