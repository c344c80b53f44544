/** White space as JSON writes it in a text, escaped or not. */
const GAP = String.raw`(?:\s|\\[bfnrt]|\\u00(?:0[0-9a-fA-F]|20|[aA]0)|\\u20[02][0-9a-fA-F]|\\u3000|\\u[fF][eE][fF][fF]){0,64}`;
const AROUND_CHARS = 512;

/**
 * Looks in a text that comes in pieces for a `customer_id` of that value, whether or not the text is JSON as a whole: a broken record, and
 * JSON within a JSON text, are found too. The id may be escaped or a number.
 */
export class IdFinder {
  #isFound = false;
  readonly #inside: RegExp;
  readonly #atEnd: RegExp;
  readonly #keptChars: number;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #tail = '';

  constructor(id: string) {
    const value = [...Array(id.length).keys()].map((at) => unitPattern(id.charAt(at))).join('');
    const member = String.raw`customer_id\\{0,8}"\s{0,64}:\s{0,64}(?:\\{0,8}"${GAP})?${value}${GAP}`;
    this.#inside = new RegExp(String.raw`${member}(?:\\{0,8}"|[\s,}\]])`);
    this.#atEnd = new RegExp(`${member}$`);
    // A gap is escaped at most six characters to one.
    this.#keptChars = 3 * 6 * 64 + 6 * id.length + AROUND_CHARS;
  }

  get isFound(): boolean {
    return this.#isFound;
  }

  add(chunk: Uint8Array): void {
    if (this.#isFound) return;
    const text = this.#tail + this.#decoder.decode(chunk, { stream: true });
    this.#isFound = this.#inside.test(text);
    this.#tail = text.slice(-this.#keptChars);
  }

  /** The text ends here. */
  end(): void {
    this.#isFound ||= this.#atEnd.test(this.#tail);
  }
}

/** One UTF-16 unit of the id: as it is, or as any JSON writer may have escaped it. */
function unitPattern(unit: string): string {
  const plain = unit.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const hex = unit
    .charCodeAt(0)
    .toString(16)
    .padStart(4, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  const short = /["\\/]/.test(unit) ? String.raw`|\\{1,8}${plain}` : '';
  // What no table can hold was replaced by this one.
  const any = unit === '\ufffd' ? String.raw`|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\u0000|\0` : '';
  return String.raw`(?:${plain}|\\{1,8}u${hex}${short}${any})`;
}
