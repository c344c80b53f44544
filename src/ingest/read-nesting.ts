const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Brackets and strings, whatever the brackets hold: where a value ends. It goes on where the bytes before ended. */
export class Nesting {
  #depth = 0;
  #inString = false;
  #isBracketed = false;

  /** A value begins with that byte. */
  begin(first: number | undefined): void {
    this.#depth = 0;
    this.#inString = false;
    this.#isBracketed = first === OPEN_OBJECT || first === OPEN_ARRAY;
  }

  /**
   * Past the bracket that closes the value; of a value without brackets, the comma or bracket of the array around it.
   * -1 when the bytes end first.
   */
  end(bytes: Uint8Array, from: number): number {
    let at = from;
    if (this.#inString) at = this.#stringEnd(bytes, at);
    while (at < bytes.length) {
      const byte = bytes[at];
      if (byte === QUOTE) at = this.#stringEnd(bytes, at + 1);
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        this.#depth += 1;
        at += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (this.#depth === 0 && byte === CLOSE_ARRAY) return at;
        if (this.#depth > 0) this.#depth -= 1;
        at += 1;
        if (this.#depth === 0 && this.#isBracketed) return at;
      } else if (byte === COMMA && this.#depth === 0) return at;
      else at += 1;
    }
    this.#skip = at - bytes.length;
    return -1;
  }

  /** 1 when the bytes ended between a backslash and what it escapes. */
  #skip = 0;

  #stringEnd(bytes: Uint8Array, from: number): number {
    let at = from + (this.#inString ? this.#skip : 0);
    while (at < bytes.length) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
      at += byte === BACKSLASH ? 2 : 1;
    }
    this.#inString = true;
    return at;
  }
}

/** Whether the text nests deeper than that, before anything is built of it. */
export function isDeeper(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      if (depth > limit) return true;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
  }
  return false;
}
