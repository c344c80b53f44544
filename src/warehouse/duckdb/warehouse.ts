import type { Clock } from '../../base/clock.ts';
import type { Keeping } from '../../contract/keeping.ts';
import type { Note } from '../note.ts';
import type { Rewrite, RewriteReport } from '../rewrite.ts';
import type { Commit, CommitReport, LedgerEntry, Row, Statement, Warehouse } from '../warehouse.ts';
import { cancelling } from './cancel.ts';
import { commit } from './commit.ts';
import { type Handles, openHandles } from './handles.ts';
import { committingMany } from './large.ts';
import { readLedger } from './ledger.ts';
import { getMeta, readKeeping } from './meta.ts';
import { migrate } from './migrate.ts';
import { writeNote } from './notes.ts';
import type { DuckDbOptions } from './open.ts';
import type { Reader } from './reader.ts';
import { ReadersClosed } from './readers.ts';
import { removeLeftovers } from './replace.ts';
import { rewriteFile } from './rewriting.ts';
import { fitThreads } from './threads.ts';

/** The DuckDB adapter of the warehouse port. The file's one instance lives here; see `openInstance` for what it throws. */
export async function openDuckDbWarehouse(file: string, options: DuckDbOptions = {}): Promise<Warehouse> {
  const handles = await openHandles(file, options);
  if (file !== ':memory:') removeLeftovers(file);
  return new DuckDbWarehouse(file, options, handles);
}

/** Smaller ones take and leave little memory, and somebody waits for them. */
const LARGE_COMMIT_SESSIONS = 20_000;

function isLarge({ batches = [], feed }: Commit): boolean {
  const sessions = batches.reduce((sum, batch) => sum + batch.counts.sessions, 0);
  return feed !== undefined || sessions >= LARGE_COMMIT_SESSIONS;
}

class DuckDbWarehouse implements Warehouse {
  readonly dialect = 'duckdb';
  readonly label: string;
  readonly #options: DuckDbOptions;
  /** A new one while the file is being replaced: questions wait for it. */
  #handles: Promise<Handles>;
  /** Writes run one after the other, whoever asks. */
  #lastWrite: Promise<unknown> = Promise.resolve();
  /** Of the newest write: another one waits for its end. */
  #hurry = new AbortController();
  /** Grows when a write begins and when it ends. */
  #epoch = 0;
  #version: number | undefined;

  constructor(label: string, options: DuckDbOptions, handles: Handles) {
    this.label = label;
    this.#options = options;
    this.#handles = Promise.resolve(handles);
  }

  async migrate(): Promise<void> {
    const { writer } = await this.#handles;
    await migrate(writer, this.label, this.#options);
    await fitThreads(writer);
  }

  commit(work: Commit, clock: Clock): Promise<CommitReport> {
    return this.#write(async ({ writer }, hurry) => {
      const committed = () => commit(writer, work, clock, hurry, this.#options);
      const report = isLarge(work) ? await committingMany(writer, committed) : await committed();
      if (report.sessions > 0) await fitThreads(writer);
      return report;
    });
  }

  note(note: Note, clock: Clock): Promise<number> {
    return this.#write(({ writer }) => writeNote(writer, note, clock.now().toISOString()));
  }

  replace(rewrite: Rewrite, clock: Clock): Promise<RewriteReport> {
    return this.#write(async (handles) => {
      let reopened: (handles: Promise<Handles>) => void = () => undefined;
      this.#handles = new Promise((resolve) => {
        reopened = resolve;
      });
      // Nobody may be asking when it can't be opened again.
      this.#handles.catch(() => undefined);
      try {
        await handles.close();
        return await rewriteFile(this.label, rewrite, clock, this.#options);
      } finally {
        const opening = openHandles(this.label, this.#options);
        reopened(opening);
        await fitThreads((await opening).writer);
      }
    });
  }

  async query(statement: Statement, signal?: AbortSignal): Promise<Row[]> {
    return this.#use((reader) => cancelling(reader, signal, () => reader.read(statement, this.#epoch)));
  }

  async ledger(objects?: readonly string[]): Promise<LedgerEntry[]> {
    return this.#use(({ connection }) => readLedger(connection, objects));
  }

  async keeping(): Promise<Keeping> {
    return this.#use(({ connection }) => readKeeping(connection));
  }

  async customerKeyId(): Promise<string | null> {
    return this.#use(async ({ connection }) => (await getMeta(connection, 'customer_key_id')) || null);
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
    this.#hurry.abort();
    await this.#lastWrite;
    const handles = await this.#handles;
    await handles.close();
  }

  #write<T>(work: (handles: Handles, hurry: AbortSignal) => Promise<T>): Promise<T> {
    this.#hurry.abort();
    const hurry = new AbortController();
    this.#hurry = hurry;
    const turn = this.#lastWrite.then(async () => {
      const handles = await this.#handles;
      this.#epoch += 1;
      return work(handles, hurry.signal);
    });
    // Whether or not it failed: what is stored says which version this is.
    const forget = () => {
      this.#epoch += 1;
      this.#version = undefined;
    };
    turn.then(forget, forget);
    this.#lastWrite = turn.catch(() => undefined);
    return turn;
  }

  async #use<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    for (;;) {
      const handles = this.#handles;
      try {
        return await (await handles).readers.use(work);
      } catch (error) {
        // The file is being replaced: its new readers answer.
        if (!(error instanceof ReadersClosed) || handles === this.#handles) throw error;
      }
    }
  }
}
