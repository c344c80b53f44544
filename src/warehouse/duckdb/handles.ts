import type { DuckDBConnection } from '@duckdb/node-api';
import { type DuckDbOptions, openInstance } from './open.ts';
import { Readers } from './readers.ts';

const READERS = 4;

/** What is open on a warehouse file: its one instance and the connections on it. */
export interface Handles {
  readonly writer: DuckDBConnection;
  readonly readers: Readers;
  /** Waits for the statements under way. The log beside the file is folded in. */
  close(): Promise<void>;
}

export async function openHandles(file: string, options: DuckDbOptions): Promise<Handles> {
  const instance = await openInstance(file, options);
  const writer = await instance.connect();
  const readers = await Readers.open(instance, READERS);
  return {
    writer,
    readers,
    close: async () => {
      await readers.close();
      writer.closeSync();
      instance.close();
    },
  };
}
