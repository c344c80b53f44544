import type { Customer, Session, Turn } from './fields.ts';
import type { FACT_COLUMNS } from './inner-tables.ts';
import type { ChangeRule, Finding, QuarantineReason } from './rules.ts';

type FactName<T extends 'INT64' | 'BOOL'> = Extract<(typeof FACT_COLUMNS)[number], { type: T }>['name'];
/** Facts of one session, computed from its turns. The bot leg's duration is null when nothing says when it ended. */
export type SessionFacts = Record<Exclude<FactName<'INT64'>, 'bot_duration_sec'>, number> &
  Record<FactName<'BOOL'>, boolean> & { readonly bot_duration_sec: number | null };

/** In `changes`, where the raw id of a customer stood. */
export const HIDDEN_ID = '[ID]';

export interface Change {
  readonly turn_number: number | null;
  readonly field: string;
  before: string | null;
  after: string | null;
  readonly rule: ChangeRule;
}

/** A cleaned, redacted session as it is staged: one line of a batch's NDJSON, where a turn's nulls may be left out. Timestamps are ISO 8601, UTC, milliseconds. */
export type StagedVersion = Omit<Session, 'conversation' | 'customer' | 'call_start_time' | 'call_end_time'> &
  Customer &
  SessionFacts & {
    readonly call_start_time: string;
    readonly call_end_time: string | null;
    readonly object: string;
    readonly generation: string;
    readonly position: number;
    readonly turns: readonly Turn[];
    readonly changes: readonly Change[];
    readonly findings: readonly { readonly code: Finding }[];
  };

export interface QuarantinedRecord {
  readonly object: string;
  readonly generation: string;
  readonly position: number;
  readonly line: number | null;
  readonly session_id: string | null;
  readonly customer_id: string | null;
  /** ISO 8601, UTC. */
  readonly call_start_time: string | null;
  readonly reason: QuarantineReason;
  readonly detail: string;
}

/** What the ledger keeps of one generation, but for its state and times. */
export interface ObjectCounts {
  readonly records: number;
  readonly sessions: number;
  readonly turns: number;
  readonly quarantined: number;
  readonly repeated: number;
  /** Left out since their customer was erased. */
  readonly erased: number;
  /** Left out since they began before the retention cut-off. */
  readonly expired: number;
  readonly changes: number;
  readonly redactions: Readonly<Record<string, number>>;
}

/** One object generation, staged: what `commit` loads. records = sessions + repeated + quarantined + erased + expired, always. */
export interface StagedBatch {
  readonly object: string;
  readonly generation: string;
  readonly sizeBytes: number;
  /** Of the bytes that were read, in hex; null when the object was too large to be read. */
  readonly sha256: string | null;
  readonly seenAt: string;
  readonly rulesVersion: number;
  /** Fingerprint of the settings that staged it. */
  readonly settings: string;
  readonly counts: ObjectCounts;
  /** Whether the object looks as if it were still being written, or had been cut off: it is empty, or breaks off at its end. */
  readonly brokenEnd: boolean;
  /** NDJSON of StagedVersion, null when no record of the object could be loaded. */
  readonly versionsFile: string | null;
  /** NDJSON of QuarantinedRecord, null when there is none. */
  readonly quarantineFile: string | null;
}
