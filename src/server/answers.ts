/** Text that is kept, in UTF-16 units. */
const MIB = 1024 * 1024;

/** Waits, or has come. */
interface Kept {
  readonly text: Promise<string>;
  chars: number;
}

/**
 * Answers of numbers, as JSON, of one version of the data: who asks the same again is told at once, and who asks while it is being
 * found waits for the same answer. A new version forgets them all, so that nothing outlives an erasure.
 */
export class Answers {
  readonly #maxChars: number;
  readonly #kept = new Map<string, Kept>();
  #chars = 0;
  #version = -1;

  /** @param maxMiB 0: nothing is kept */
  constructor(maxMiB: number) {
    this.#maxChars = maxMiB * MIB;
  }

  /** @param version of the data, as of now */
  async get(
    version: number,
    question: string,
    read: () => Promise<{ dataVersion: number }>,
  ): Promise<string> {
    if (this.#maxChars === 0) return JSON.stringify(await read());
    if (version > this.#version) this.#forget(version);
    const known = this.#kept.get(question);
    if (known) {
      // The last that was asked for is the last to go.
      this.#kept.delete(question);
      this.#kept.set(question, known);
      return known.text;
    }
    return this.#keep(question, read);
  }

  async #keep(question: string, read: () => Promise<{ dataVersion: number }>): Promise<string> {
    let version = -1;
    const text = read().then((answer) => {
      version = answer.dataVersion;
      return JSON.stringify(answer);
    });
    const kept: Kept = { text, chars: 0 };
    this.#kept.set(question, kept);
    try {
      const { length } = await text;
      // It may be newer than what is kept, or have been forgotten meanwhile.
      if (this.#kept.get(question) === kept) this.#settle(question, kept, version, length);
    } catch {
      if (this.#kept.get(question) === kept) this.#kept.delete(question);
    }
    return text;
  }

  #settle(question: string, kept: Kept, version: number, chars: number): void {
    if (version !== this.#version || chars > this.#maxChars / 8) {
      this.#kept.delete(question);
      return;
    }
    kept.chars = chars + question.length;
    this.#chars += kept.chars;
    for (const [oldest, { chars: less }] of this.#kept) {
      if (this.#chars <= this.#maxChars) break;
      if (less === 0) continue;
      this.#kept.delete(oldest);
      this.#chars -= less;
    }
  }

  #forget(version: number): void {
    this.#version = version;
    this.#kept.clear();
    this.#chars = 0;
  }
}
