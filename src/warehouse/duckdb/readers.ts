import type { Instance } from './open.ts';
import { Reader } from './reader.ts';

/** Thrown to who asks after the readers began to close. */
export class ReadersClosed extends Error {}

/** One connection runs one statement at a time; who asks waits for a free one in order. */
export class Readers {
  readonly #all: Reader[];
  readonly #free: Reader[];
  readonly #waiting: ((reader: Reader) => void)[] = [];
  #closed = false;

  private constructor(readers: Reader[]) {
    this.#all = readers;
    this.#free = [...readers];
  }

  static async open(instance: Pick<Instance, 'connect'>, size: number): Promise<Readers> {
    const connections = await Promise.all(Array.from({ length: size }, () => instance.connect()));
    return new Readers(connections.map((connection) => new Reader(connection)));
  }

  /** @throws ReadersClosed */
  async use<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    if (this.#closed) throw new ReadersClosed('The readers are closed.');
    const reader = await this.#take();
    try {
      return await work(reader);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(reader);
      else this.#free.push(reader);
    }
  }

  /** Waits for the statements under way: a connection must not be closed under one. */
  async close(): Promise<void> {
    this.#closed = true;
    const idle = await Promise.all(this.#all.map(() => this.#take()));
    for (const reader of idle) reader.close();
  }

  async #take(): Promise<Reader> {
    return this.#free.pop() ?? new Promise<Reader>((take) => this.#waiting.push(take));
  }
}
