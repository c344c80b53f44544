import type { ChangeRule, Finding, QuarantineReason } from '../../contract/rules.ts';

/** What an ETL has to make of a break. */
export type Expected =
  /** The value that was meant is found again. */
  | { readonly outcome: 'repaired'; readonly rule: ChangeRule }
  /** The value is lost: null, or the next best. */
  | { readonly outcome: 'replaced'; readonly rule: ChangeRule; readonly value: string | number | null }
  | { readonly outcome: 'quarantined'; readonly reason: QuarantineReason }
  /** The same record twice in one file: one is loaded. */
  | { readonly outcome: 'repeated' }
  /** Loaded as it came, and noted. */
  | { readonly outcome: 'found'; readonly finding: Finding }
  /** Loaded as if nothing were wrong. */
  | { readonly outcome: 'loaded' };

/** How one record was broken on purpose. */
export interface RecordBreak {
  readonly kind: string;
  /** Of the session, or of a turn; null when the record as a whole is broken. */
  readonly field: string | null;
  readonly turn: number | null;
  readonly expected: Expected;
}

/** A record as JSON, and how it was broken. */
export interface Written {
  readonly text: string;
  readonly broken: RecordBreak | null;
}

/** One line of a manifest. */
export interface ManifestLine {
  readonly object: string;
  /** From 1, as the file counts its records; null for a break of the file as a whole. */
  readonly record: number | null;
  /** Of the records that the break hits; all others of the file load. */
  readonly session_ids: readonly string[];
  readonly kind: string;
  readonly field: string | null;
  readonly turn: number | null;
  readonly expected: Expected;
}
