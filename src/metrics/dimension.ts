import type { Cutter } from './cuts.ts';
import type { Scalar } from './question.ts';
import type { Sql } from './sql.ts';

/** What a scope lends to the expressions of its dimensions. */
export interface Lent {
  /** Start of the call in local time, in milliseconds since 1970-01-01T00:00 there. */
  readonly local: Sql;
  /** A cheaper way to long buckets, where the question has one. */
  readonly cutter?: Cutter;
  /** Start of the first call of all, whatever the filters; null in an empty warehouse. */
  readonly firstMs: number | null;
  /** Condition on the start of calls that begin so long before those of the question, or among them. */
  readonly since: (backMs: number) => Sql;
}

/** A way to tell sessions apart. SQL yields its raw value, an integer or a text; readers see its key. */
export interface Dimension {
  readonly name: string;
  readonly label: string;
  /** time and ordinal are shown in their own order, a category by sessions. */
  readonly kind: 'category' | 'time' | 'ordinal';
  readonly description: string;
  /** All that it may be, where that is few words. */
  readonly words?: readonly string[];
  /** Column of the numbers of its values, where they are numbered. */
  readonly key?: string;
  /** Of a time dimension: the shortest that a bucket can be. */
  readonly bucketMs?: number;
  /** Where a call falls by its local start alone: the number of a moment's bucket; local time is held as if it were UTC. */
  readonly bucketOf?: (at: Date) => number;
  /** Of a grain of time: the local time at which a bucket starts. */
  readonly startOf?: (bucket: number) => Date;
  readonly expression: (lent: Lent) => Sql;
  readonly keyOf: (raw: Scalar) => Scalar;
  /** The raw value of a key in a filter; undefined when it can be none. */
  readonly rawOf: (key: Scalar) => Scalar | undefined;
}
