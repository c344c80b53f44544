import type { Clock } from '../../base/clock.ts';
import { EarshotError } from '../../base/errors.ts';
import type { BigQueryPlace } from '../../base/places.ts';
import type { Keeping } from '../../contract/keeping.ts';
import type { Store } from '../../store/store.ts';
import type { Note } from '../note.ts';
import type { Rewrite, RewriteReport } from '../rewrite.ts';
import type { Commit, CommitReport, LedgerEntry, Row, Statement, Warehouse } from '../warehouse.ts';
import { Answers } from './answers.ts';
import { BigQueryClient, type ClientOptions } from './client.ts';
import { commit } from './commit.ts';
import { readLedger } from './ledger.ts';
import { dataVersion, readKeeping, readMeta } from './meta.ts';
import { migrate } from './migrate.ts';
import { writeNote } from './notes.ts';
import { named } from './parameters.ts';
import { removeSessions } from './removing.ts';

export interface BigQueryOptions extends ClientOptions {
  /** What the warehouse is loaded through; without one it only answers. */
  readonly staging: Store | null;
  /** How long a data version that was read is taken for the newest. */
  readonly pollMillis?: number;
}

const DEFAULT_POLL_MILLIS = 2_000;
/** Tables that are written without a new data version: what they say is never remembered. */
const CHANGES_BETWEEN_VERSIONS = /\b(ledger|quarantine_decision|annotation|journal|tombstone|meta)\b/;

/** The BigQuery adapter of the warehouse port: one dataset. Its tables are of the same contract as DuckDB's. */
export function openBigQueryWarehouse(place: BigQueryPlace, options: BigQueryOptions): Warehouse {
  return new BigQueryWarehouse(place, options);
}

class BigQueryWarehouse implements Warehouse {
  readonly dialect = 'googlesql';
  readonly label: string;
  readonly #client: BigQueryClient;
  readonly #staging: Store | null;
  readonly #pollMillis: number;
  readonly #answers = new Answers();
  #version: { readonly readAtMillis: number; readonly value: Promise<number> } | undefined;
  /** What to stage by, as whoever asked was told last. */
  #told: Keeping | undefined;
  /** Writes run one after the other; two transactions on one table would cancel each other. */
  #lastWrite: Promise<unknown> = Promise.resolve();
  /** Tells the write under way that another one waits. */
  #hurry = new AbortController();

  constructor(place: BigQueryPlace, options: BigQueryOptions) {
    this.label = `bigquery:${place.project}.${place.dataset}`;
    this.#client = new BigQueryClient(place, options);
    this.#staging = options.staging;
    this.#pollMillis = options.pollMillis ?? DEFAULT_POLL_MILLIS;
  }

  migrate(): Promise<void> {
    return migrate(this.#client, this.label);
  }

  commit(work: Commit, clock: Clock): Promise<CommitReport> {
    const staged = this.#told === undefined ? work : { keeping: this.#told, ...work };
    return this.#write((hurry) => commit(this.#client, this.#staging, staged, clock, hurry));
  }

  note(note: Note, clock: Clock): Promise<number> {
    return this.#write(() => writeNote(this.#client, this.#staging, note, clock.now().toISOString()));
  }

  replace(rewrite: Rewrite, clock: Clock): Promise<RewriteReport> {
    if (rewrite.kind === 'adopt') return Promise.reject(noRebuild(this.label));
    return this.#write(() => removeSessions(this.#client, this.#staging, rewrite, clock));
  }

  async query({ sql, params }: Statement): Promise<Row[]> {
    const ask = () => this.#client.query(named(sql), params);
    if (CHANGES_BETWEEN_VERSIONS.test(sql)) return ask();
    const version = await this.version();
    const question = JSON.stringify([
      sql,
      params.map((value) => (typeof value === 'bigint' ? `${value}n` : value)),
    ]);
    return this.#answers.get(version, question, ask);
  }

  ledger(objects?: readonly string[]): Promise<LedgerEntry[]> {
    return readLedger(this.#client, objects);
  }

  async keeping(): Promise<Keeping> {
    this.#told = await readKeeping(this.#client);
    return this.#told;
  }

  async customerKeyId(): Promise<string | null> {
    return (await readMeta(this.#client))?.get('customer_key_id') || null;
  }

  version(): Promise<number> {
    const now = performance.now();
    if (this.#version !== undefined && now - this.#version.readAtMillis < this.#pollMillis)
      return this.#version.value;
    const value = dataVersion(this.#client);
    const read = { readAtMillis: now, value };
    this.#version = read;
    value.catch(() => {
      if (this.#version === read) this.#version = undefined;
    });
    return value;
  }

  async close(): Promise<void> {
    this.#hurry.abort();
    await this.#lastWrite;
  }

  #write<T>(work: (hurry: AbortSignal) => Promise<T>): Promise<T> {
    this.#hurry.abort();
    const hurry = new AbortController();
    this.#hurry = hurry;
    const turn = this.#lastWrite.then(() => work(hurry.signal));
    const forget = () => {
      this.#version = undefined;
    };
    turn.then(forget, forget);
    this.#lastWrite = turn.catch(() => undefined);
    return turn.finally(forget);
  }
}

function noRebuild(label: string): EarshotError {
  return new EarshotError('usage', 'rebuild_elsewhere', `${label} is not rebuilt in its own place.`, {
    hint: `Load the bucket into an empty dataset (earshot ingest --warehouse bigquery:PROJECT.OTHER --keeping-from ${label}), compare the two, then use that one. Without --keeping-from it would bring back who was erased.`,
  });
}
