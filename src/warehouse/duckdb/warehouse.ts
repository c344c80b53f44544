import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Clock } from '../../base/clock.ts';
import type { Commit, CommitReport, LedgerEntry, Row, Statement, Warehouse } from '../warehouse.ts';
import { commit } from './commit.ts';
import { readLedger } from './ledger.ts';
import { migrate } from './migrate.ts';
import { type DuckDbOptions, openInstance } from './open.ts';
import { Readers } from './readers.ts';
import { fitThreads } from './threads.ts';

const READERS = 4;

/** The DuckDB adapter of the warehouse port. The file's one instance lives here; see `openInstance` for what it throws. */
export async function openDuckDbWarehouse(file: string, options: DuckDbOptions = {}): Promise<Warehouse> {
  const instance = await openInstance(file, options);
  const writer = await instance.connect();
  const readers = await Readers.open(instance, READERS);
  return new DuckDbWarehouse(file, instance, writer, readers);
}

class DuckDbWarehouse implements Warehouse {
  readonly dialect = 'duckdb';
  readonly label: string;
  readonly #instance: DuckDBInstance;
  readonly #writer: DuckDBConnection;
  readonly #readers: Readers;
  /** Commits run one after the other, whoever asks. */
  #lastCommit: Promise<unknown> = Promise.resolve();
  /** Grows when a commit begins and when it ends. */
  #epoch = 0;
  #version: number | undefined;

  constructor(label: string, instance: DuckDBInstance, writer: DuckDBConnection, readers: Readers) {
    this.label = label;
    this.#instance = instance;
    this.#writer = writer;
    this.#readers = readers;
  }

  async migrate(): Promise<void> {
    await migrate(this.#writer, this.label);
    await fitThreads(this.#writer);
  }

  commit(work: Commit, clock: Clock): Promise<CommitReport> {
    const turn = this.#lastCommit.then(async () => {
      this.#epoch += 1;
      const report = await commit(this.#writer, work, clock);
      if (report.sessions > 0) await fitThreads(this.#writer);
      return report;
    });
    // Whether or not it failed: what is stored says which version this is.
    const forget = () => {
      this.#epoch += 1;
      this.#version = undefined;
    };
    turn.then(forget, forget);
    this.#lastCommit = turn.catch(() => undefined);
    return turn;
  }

  query(statement: Statement): Promise<Row[]> {
    return this.#readers.use((reader) => reader.read(statement, this.#epoch));
  }

  ledger(): Promise<LedgerEntry[]> {
    return this.#readers.use(({ connection }) => readLedger(connection));
  }

  async version(): Promise<number> {
    if (this.#version !== undefined) return this.#version;
    const epoch = this.#epoch;
    const rows = await this.query({
      sql: `SELECT "value" FROM meta WHERE "key" = 'data_version'`,
      params: [],
    });
    const version = Number(rows[0]?.value ?? 0);
    // A commit that ended meanwhile may have made it old.
    if (epoch === this.#epoch) this.#version = version;
    return version;
  }

  async close(): Promise<void> {
    await this.#lastCommit;
    await this.#readers.close();
    this.#writer.closeSync();
    this.#instance.closeSync();
  }
}
