import type { LineSink } from './stage-buffer.ts';

/** What names the bytes. */
export interface Origin {
  readonly object: string;
  readonly generation: string;
}

/** Where the lines go. A sink that is never called has nothing to hold. */
export interface StageSinks {
  /** NDJSON of StagedVersion, UTF-8, in whole lines. */
  readonly versions: LineSink;
  /** NDJSON of QuarantinedRecord, UTF-8, in whole lines. */
  readonly quarantine: LineSink;
  /** What was handed on so far does not count. */
  restart(): void;
}
