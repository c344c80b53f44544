import type { Held } from '../contract/held.ts';

/** SQL text with positional parameters; never a value inside the text. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** What the data spans, over all current sessions. Instants are ISO 8601 in UTC; null in an empty warehouse. */
export interface Extent {
  readonly firstCall: string | null;
  readonly newestCall: string | null;
  readonly dataVersion: number;
  /** Days beyond which nothing is stored, for a warehouse whose statements have to name what they read. */
  readonly held?: Held | null;
  /** Absent where calls are not summed by day. */
  readonly rollup?: RollupExtent | null;
}

/** What the sums by day are good for. */
export interface RollupExtent {
  /** All calls that began before ended so early that every window of 7 × 24 h has closed by the newest call. */
  readonly settledBefore: string;
  /** Dimensions by which calls are summed, beside what every sum is told apart by. */
  readonly segments: readonly string[];
  /** Whether customers are summed by topic type, too. */
  readonly hasTypes: boolean;
}

export type DialectName = 'duckdb' | 'googlesql';

/** Where questions are answered: the part of a warehouse that metrics need. */
export interface Source {
  readonly dialect: DialectName;
  readonly extent: Extent;
  /** Integers come as numbers, timestamps as ISO 8601 text in UTC. */
  query(statement: Statement): Promise<readonly Row[]>;
}
