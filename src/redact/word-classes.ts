/** Which classes a word is of, by a hash that is built letter by letter: no word is cut out of its text. */
export class WordClasses {
  readonly #hashes: Int32Array;
  readonly #classes: Uint16Array;
  readonly #mask: number;

  constructor(lists: readonly (readonly [words: Iterable<string>, kind: number])[]) {
    const words = lists.flatMap(([list, kind]) => Array.from(list, (word) => [word, kind] as const));
    const size = 1 << Math.ceil(Math.log2(words.length * 8));
    this.#hashes = new Int32Array(size);
    this.#classes = new Uint16Array(size);
    this.#mask = size - 1;
    for (const [word, kind] of words) this.#add(word, kind);
  }

  /** The hash with one more small letter. */
  static step(hash: number, code: number): number {
    return (Math.imul(hash, 16777619) ^ code) | 0;
  }

  of(hash: number): number {
    for (let slot = this.#slotOf(hash); ; slot = (slot + 1) & this.#mask) {
      const kind = this.#classes[slot] ?? 0;
      if (kind === 0 || this.#hashes[slot] === hash) return kind;
    }
  }

  #add(word: string, kind: number): void {
    let hash = 0;
    for (let index = 0; index < word.length; index++) hash = WordClasses.step(hash, word.charCodeAt(index));
    let slot = this.#slotOf(hash);
    while (this.#classes[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & this.#mask;
    this.#hashes[slot] = hash;
    this.#classes[slot] = (this.#classes[slot] ?? 0) | kind;
  }

  #slotOf(hash: number): number {
    return (hash ^ (hash >>> 13)) & this.#mask;
  }
}
