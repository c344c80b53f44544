import type { DuckDBConnection } from '@duckdb/node-api';
import { faultPoint } from '../../base/fault.ts';
import type { StagedBatch } from '../../contract/batch.ts';
import type { Portion } from '../warehouse.ts';
import { listValue } from './driver.ts';
import * as ledger from './ledger.ts';
import { loadQuarantine, loadVersions } from './load.ts';

/** What every election asks: which objects were replaced, and what they said before. */
const REPLACED: readonly string[] = [
  'CREATE OR REPLACE TEMP TABLE replaced_object (object VARCHAR)',
  `CREATE OR REPLACE TEMP TABLE touched_version AS
    SELECT session_id, customer_key, topic_type, call_start_time, object, is_current
    FROM session_version LIMIT 0`,
];

/** A version that this commit itself has brought bears no customer's number yet. */
const NOTE_REPLACED: readonly string[] = [
  'INSERT INTO replaced_object SELECT object FROM portion_object',
  `INSERT INTO touched_version SELECT session_id, customer_key, topic_type, call_start_time, object, is_current FROM session_version
    WHERE object IN (SELECT object FROM portion_object)`,
];

/** Takes portions into the open transaction, rows and ledger; elections are held once all are in. */
export class Intake {
  objects = 0;
  sessions = 0;
  unchanged = 0;
  readonly #connection: DuckDBConnection;
  readonly #again: boolean;
  readonly #now: string;

  /** @param again batches count although their generation is loaded */
  constructor(connection: DuckDBConnection, again: boolean, now: string) {
    this.#connection = connection;
    this.#again = again;
    this.#now = now;
  }

  async take({ batches = [], unchanged = [] }: Portion): Promise<void> {
    const fresh = this.#again ? batches : await ledger.withoutLoaded(this.#connection, batches);
    if (unchanged.length > 0) await ledger.markUnchanged(this.#connection, unchanged, this.#now);
    this.unchanged += unchanged.length;
    if (fresh.length === 0) return;
    if (this.objects === 0) await this.#run(REPLACED);
    await this.#replace(fresh);
    this.objects += fresh.length;
    this.sessions += fresh.reduce((sum, batch) => sum + batch.counts.sessions, 0);
  }

  /** A newer generation replaces all that its object said before. */
  async #replace(batches: readonly StagedBatch[]): Promise<void> {
    const connection = this.#connection;
    await connection.run('CREATE OR REPLACE TEMP TABLE portion_object AS SELECT unnest($1) AS object', [
      listValue(batches.map((batch) => batch.object)),
    ]);
    await this.#run(NOTE_REPLACED);
    for (const table of ['session_version', 'quarantine']) {
      await connection.run(`DELETE FROM ${table} WHERE object IN (SELECT object FROM portion_object)`);
    }
    await loadVersions(connection, batches);
    await loadQuarantine(connection, batches);
    await this.#forgetDecisions();
    faultPoint('rows_loaded');
    await ledger.recordLoaded(connection, batches, this.#now);
    faultPoint('ledger_written');
  }

  /** What was decided about a record stands as long as its generation does, and it is in quarantine. Mostly there is nothing. */
  async #forgetDecisions(): Promise<void> {
    const decided = 'object IN (SELECT object FROM portion_object)';
    const reader = await this.#connection.runAndReadAll(
      `SELECT 1 FROM quarantine_decision WHERE ${decided} LIMIT 1`,
    );
    if (reader.currentRowCount === 0) return;
    await this.#connection.run(`DELETE FROM quarantine_decision AS d WHERE ${decided} AND NOT EXISTS (FROM quarantine AS q
      WHERE q.object = d.object AND q.generation = d.generation AND q.position = d.position)`);
  }

  async #run(statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.#connection.run(statement);
  }
}
