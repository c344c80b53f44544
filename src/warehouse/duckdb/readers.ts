import type { DuckDBInstance } from '@duckdb/node-api';
import { Reader } from './reader.ts';

/** One connection runs one statement at a time; who asks waits for a free one in order. */
export class Readers {
  readonly #all: Reader[];
  readonly #free: Reader[];
  readonly #waiting: ((reader: Reader) => void)[] = [];

  private constructor(readers: Reader[]) {
    this.#all = readers;
    this.#free = [...readers];
  }

  static async open(instance: DuckDBInstance, size: number): Promise<Readers> {
    const connections = await Promise.all(Array.from({ length: size }, () => instance.connect()));
    return new Readers(connections.map((connection) => new Reader(connection)));
  }

  async use<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const reader = this.#free.pop() ?? (await new Promise<Reader>((take) => this.#waiting.push(take)));
    try {
      return await work(reader);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(reader);
      else this.#free.push(reader);
    }
  }

  close(): void {
    for (const reader of this.#all) reader.close();
  }
}
