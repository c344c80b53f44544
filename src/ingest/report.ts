/** What a run of ingest says of itself. */

/** How far a run has come. */
export interface IngestProgress {
  readonly done: number;
  readonly objects: number;
  readonly sessions: number;
  readonly bytes: number;
}

/** One per run, kept in DATA/session_etls/. */
export interface IngestReport {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly bucket: string;
  readonly objectsSeen: number;
  /** Without a date in their name, where the run was asked for dates. */
  readonly objectsSkipped: number;
  /** Links, and files whose names no bucket of Google's may hold: they are no objects, and in no count. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
  readonly objectsLoaded: number;
  readonly objectsUnchanged: number;
  readonly objectsQuarantined: number;
  readonly objectsGone: number;
  /** Objects that could not be read this time and wait for the next run, with the reason. */
  readonly objectsWaiting: readonly { readonly object: string; readonly reason: string }[];
  readonly records: number;
  readonly sessions: number;
  readonly turns: number;
  readonly quarantined: number;
  readonly repeated: number;
  readonly erased: number;
  readonly expired: number;
  readonly changes: number;
  readonly redactions: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly interrupted: boolean;
  readonly reportFile: string | null;
}
