import type { Clock } from '../base/clock.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Keeping } from '../contract/keeping.ts';
import type { ObjectState } from '../contract/rules.ts';
import type { Note } from './note.ts';
import type { Rewrite, RewriteReport } from './rewrite.ts';

/** SQL text with positional parameters `$1`, `$2`, …; never a value inside the text. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly (string | number | bigint | boolean | null)[];
}

export type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;

/** What the ledger knows of an object's newest generation. */
export interface LedgerEntry {
  readonly object: string;
  readonly generation: string;
  readonly state: ObjectState;
  readonly sizeBytes: number;
  readonly sha256: string | null;
  readonly rulesVersion: number;
  /** Fingerprint of the settings that staged it. */
  readonly settings: string | null;
}

/** What has been read of the bucket. */
export interface Portion {
  /** Newest generations, staged. Each replaces all that an older generation of its object said. */
  readonly batches?: readonly StagedBatch[];
  /** Generations whose bytes equal the loaded ones: ledger only. */
  readonly unchanged?: readonly SeenObject[];
}

/** Portions that are staged while the commit which takes them in is under way. */
export interface Feed {
  /** The next one, once there is one; null when the commit shall end, which is at once when it must hurry. */
  next(hurry: AbortSignal): Promise<Portion | null>;
}

/** Changes that one commit makes durable together. */
export interface Commit extends Portion {
  /** Further portions, to be taken in as they come; no more of them once another write waits for its turn. */
  readonly feed?: Feed;
  /** Batches count although their generation is loaded: it was read again. */
  readonly again?: boolean;
  /** When the run that commits began, ISO 8601; by default it is this commit alone. */
  readonly runStartedAt?: string;
  /** What was kept out of the batches when they were staged; by default what `keeping()` last said. */
  readonly keeping?: Keeping;
  /** Generations that were seen and are not read yet. They make no new data version. */
  readonly waiting?: readonly SeenObject[];
  /** Objects that the bucket no longer holds: state gone, rows kept. */
  readonly gone?: readonly string[];
}

/** A generation in the bucket's listing. */
export interface SeenObject {
  readonly object: string;
  readonly generation: string;
  readonly sizeBytes: number;
  /** ISO 8601. */
  readonly seenAt: string;
}

export interface CommitReport {
  readonly dataVersion: number;
  readonly objects: number;
  readonly sessions: number;
}

/** Where sessions are kept and questions answered. One process holds one. */
export interface Warehouse {
  /** For messages: the file, or the dataset. */
  readonly label: string;
  readonly dialect: 'duckdb' | 'googlesql';
  /** Creates or upgrades the tables. @throws EarshotError `warehouse_newer` when a newer Earshot wrote it. */
  migrate(): Promise<void>;
  /**
   * Rows and ledger in one transaction; generations already loaded change nothing.
   * @throws EarshotError `commit_failed` (nothing of it is there), `commit_uncertain` (the ledger says which), `keeping_moved`
   * (the batches hold what has to be kept out by now: they must be staged anew).
   */
  commit(commit: Commit, clock: Clock): Promise<CommitReport>;
  /**
   * Integers come as numbers, timestamps as ISO 8601 text in UTC with milliseconds.
   * @param signal aborted when nobody waits for the rows any more
   * @throws EarshotError `question_cancelled`
   */
  query(statement: Statement, signal?: AbortSignal): Promise<Row[]>;
  /** Every generation that no newer one has superseded: an object's loaded one and its waiting one may both be there. */
  ledger(objects?: readonly string[]): Promise<LedgerEntry[]>;
  /** What it keeps out of itself; a batch must be staged by it. */
  keeping(): Promise<Keeping>;
  /**
   * Writes the warehouse anew without what has to go, or in another's image, and puts it in its own place: whole, or not at
   * all. Commits wait until it is done, and so do questions.
   * @throws EarshotError `rewrite_failed`, `warehouse_unclosed`; then everything is as before.
   */
  replace(rewrite: Rewrite, clock: Clock): Promise<RewriteReport>;
  /** Keeps what a person says; returns how many rows that touched. */
  note(note: Note, clock: Clock): Promise<number>;
  /** The id of the key that its customer_ids were made with; null when they are as they came. */
  customerKeyId(): Promise<string | null>;
  /** Grows by one with each commit that changed something. */
  version(): Promise<number>;
  close(): Promise<void>;
}
