import type { Row } from '../warehouse.ts';

const MOST_ANSWERS = 1_000;
/** Longer answers are lists, which nobody asks for twice. */
const MOST_ROWS = 5_000;

/** Answers of one data version, by their question; also those under way. */
export class Answers {
  #version: number | undefined;
  readonly #known = new Map<string, Promise<Row[]>>();

  /** The answer that is known under this version, else the one that `ask` gives. */
  get(version: number, question: string, ask: () => Promise<Row[]>): Promise<Row[]> {
    if (version !== this.#version || this.#known.size >= MOST_ANSWERS) this.#known.clear();
    this.#version = version;
    const known = this.#known.get(question);
    if (known) return known;
    const asked = ask();
    this.#known.set(question, asked);
    asked.then(
      (rows) => rows.length > MOST_ROWS && this.#forget(question, asked),
      () => this.#forget(question, asked),
    );
    return asked;
  }

  #forget(question: string, answer: Promise<Row[]>): void {
    if (this.#known.get(question) === answer) this.#known.delete(question);
  }
}
