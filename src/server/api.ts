/** Shapes of the API, the only thing that the pages import from src. */
import type { Role } from '../access/role.ts';
import type { IngestProgress } from '../ingest/report.ts';
import type { Removal } from '../ingest/upkeep.ts';
import type { Association } from '../metrics/associations/association.ts';
import type { Moved } from '../metrics/moved.ts';
import type { Behind, Comparison, Holding, Period, RateValue, Scope } from '../metrics/question.ts';
import type { QuarantinePlace } from '../warehouse/note.ts';

export type { Role } from '../access/role.ts';
export type { IngestProgress, IngestReport } from '../ingest/report.ts';
export type { RebuildReport, RetryReport } from '../ingest/upkeep.ts';
export type { Association } from '../metrics/associations/association.ts';
export type { MovedRow } from '../metrics/moved.ts';
export type {
  Answer,
  AnswerRow,
  Base,
  Behind,
  ChangeValue,
  Comparison,
  CountValue,
  Filter,
  Holding,
  MeanValue,
  MetricValue,
  Period,
  Question,
  RateValue,
  Scalar,
  Scope,
} from '../metrics/question.ts';

export type SessionOrder = 'newest' | 'oldest' | 'longest' | 'shortest' | 'most_turns';

/** POST /api/sessions */
export interface SessionsQuestion extends Scope {
  readonly behind?: Behind;
  /** What a call must hold, where no metric says it. */
  readonly holding?: Holding;
  /** Found in what anyone said, whatever its case. */
  readonly text?: string;
  /** newest by default. */
  readonly order?: SessionOrder;
  /** A seed: then a random sample of `limit` calls instead of an order; the same seed draws the same calls. */
  readonly sample?: number;
  /** From the page before; absent for the first. */
  readonly cursor?: string;
  /** 1 to 500; 50 by default. */
  readonly limit?: number;
}

/** One row of a list of calls; newest first. */
export interface SessionSummary {
  readonly session_id: string;
  readonly customer_id: string | null;
  readonly call_start_time: string;
  readonly call_duration_sec: number | null;
  readonly topic_type: string | null;
  readonly topic_name: string | null;
  readonly initial_intent: string | null;
  readonly resolution_status: string | null;
  readonly customer_sentiment: string | null;
  readonly ivr_outcome_code: string | null;
  readonly customer_turns: number;
}

export interface SessionsAnswer {
  readonly sessions: readonly SessionSummary[];
  /** All sessions of the question, not of the page. */
  readonly total: number;
  readonly nextCursor: string | null;
  readonly dataVersion: number;
}

export interface TranscriptTurn {
  readonly turn_number: number;
  readonly timestamp: string | null;
  readonly speaker: string | null;
  readonly text: string | null;
  readonly intent_detected: string | null;
  readonly intent_name: string | null;
  readonly confidence_score: number | null;
  readonly input_mode: string | null;
  readonly event: string | null;
  readonly prompt_id: string | null;
}

export interface ChangeRecord {
  readonly turn_number: number | null;
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly rule: string;
}

/** GET /api/sessions/:session_id */
export interface SessionDetail extends SessionSummary {
  readonly call_end_time: string | null;
  readonly escalation_flag: string | null;
  readonly system_error_flag: string | null;
  readonly bot_version: string | null;
  readonly language: string | null;
  readonly entry_point: string | null;
  readonly age_group: string | null;
  readonly region: string | null;
  readonly plan_type: string | null;
  readonly tenure_months: number | null;
  readonly bot_duration_sec: number | null;
  readonly source_file: string;
  readonly generation: string;
  readonly position: number;
  /** What the outcome code means, when it is one of Earshot's own. */
  readonly outcome_reason: string | null;
  readonly turns: readonly TranscriptTurn[];
  readonly changes: readonly ChangeRecord[];
  readonly findings: readonly string[];
}

export interface MetricInfo {
  readonly name: string;
  readonly label: string;
  readonly kind: 'count' | 'rate' | 'mean' | 'percentile';
  /** share: 0 to 1, shown in %; sec: shown as m:ss. */
  readonly unit: 'sessions' | 'customers' | 'share' | 'sec' | 'turns' | 'score';
  /** Which direction is good; null when neither is. */
  readonly good: 'up' | 'down' | null;
  readonly additive: boolean;
  readonly description: string;
}

export interface DimensionInfo {
  readonly name: string;
  readonly label: string;
  readonly kind: 'category' | 'time' | 'ordinal';
  readonly description: string;
}

/** GET /api/catalog */
export interface Catalog {
  readonly metrics: readonly MetricInfo[];
  readonly dimensions: readonly DimensionInfo[];
  /** Values of topic_type, by sessions, most first; null is "(none)". */
  readonly topicTypes: readonly (string | null)[];
  /** Start of the first and the newest call, ISO 8601 UTC; null in an empty warehouse. */
  readonly firstCall: string | null;
  readonly newestCall: string | null;
  /** Records in quarantine. */
  readonly quarantined: number;
  readonly timeZone: string;
  readonly dataVersion: number;
}

/** GET /api/me, POST /api/login, POST /api/logout */
export interface Me {
  readonly asksForToken: boolean;
  /** Of the token; null for whoever showed none. */
  readonly name: string | null;
  /** Null without a token, which on an open machine may all but load and erase. */
  readonly role: Role | null;
}

/** GET /api/status */
export interface Status {
  readonly earshot: string;
  readonly bucket: string;
  readonly warehouse: string;
  readonly dataVersion: number;
  readonly firstCall: string | null;
  readonly newestCall: string | null;
  readonly lastCommit: string | null;
  /** When something that had not been there before was last loaded: a rebuild, a retry or a file's new time is nothing new. */
  readonly lastLoaded: string | null;
  /** seen = waiting + loaded + superseded + quarantined + gone. */
  readonly files: {
    readonly seen: number;
    readonly waiting: number;
    readonly loaded: number;
    readonly superseded: number;
    readonly quarantined: number;
    readonly gone: number;
  };
  /** recordsIn = loaded + duplicate + quarantined + erased + expired. */
  readonly records: {
    readonly in: number;
    readonly loaded: number;
    readonly duplicate: number;
    readonly quarantined: number;
    readonly erased: number;
    readonly expired: number;
  };
  /** Records of the quarantine that a person has dropped. */
  readonly quarantineDropped: number;
  /** Objects that other rules or settings than today's have staged: a rebuild may change what they say. */
  readonly stagedOtherwise: number;
  /** Days of UTC without a call between the first and the newest, YYYY-MM-DD; at most 366. */
  readonly daysWithoutCalls: readonly string[];
  /** Sessions that begin before are kept out; null: none. */
  readonly retainFrom: string | null;
  readonly erasedCustomers: number;
  readonly customers: number;
  readonly withheldSessions: number;
  readonly turns: number;
  readonly changesByRule: Readonly<Record<string, number>>;
  readonly findings: Readonly<Record<string, number>>;
  readonly quarantineByReason: Readonly<Record<string, number>>;
  readonly redactionsByKind: Readonly<Record<string, number>>;
}

/** A run answers with NDJSON: any number of progress lines, then one report, or one error with its HTTP status. */
export type RunLine<T> =
  | { readonly progress: IngestProgress }
  | { readonly report: T }
  | (ApiError & { readonly status: number });

/** POST /api/erase, POST /api/retain */
export type RemovalAnswer = Removal;

/** A record of the quarantine. */
export interface QuarantineRecord extends QuarantinePlace {
  readonly line: number | null;
  readonly session_id: string | null;
  readonly reason: string;
  readonly detail: string | null;
  /** Whether a person has dropped it. */
  readonly dropped: boolean;
}

/** GET /api/quarantine */
export interface QuarantineAnswer {
  readonly records: readonly QuarantineRecord[];
  /** All that the filters leave; counted for the first page alone. */
  readonly total: number | null;
  /** Pass it as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** GET /api/quarantine/record */
export interface QuarantineExcerpt {
  readonly record: QuarantineRecord;
  /** The record as the bucket holds it, redacted; null when the bucket no longer holds that generation. */
  readonly text: string | null;
}

/** What a commit changed in a day that had been counted and was over. */
export interface DayChange {
  readonly dataVersion: number;
  readonly committedAt: string;
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  /** At most 20; empty after a rebuild. */
  readonly objects: readonly string[];
  readonly before: DayOutcome;
  readonly after: DayOutcome;
}

export interface DayOutcome {
  readonly sessions: number;
  readonly resolved: number;
  readonly escalated: number;
  readonly abandoned: number;
}

/** GET /api/day-changes */
export interface DayChangesAnswer {
  /** The newest first. */
  readonly changes: readonly DayChange[];
}

/** POST /api/turns/confidence */
export interface ConfidenceAnswer {
  /** Scored turns, by resolution_status; "(none)" is a call without one. */
  readonly bins: readonly {
    readonly from: number;
    readonly to: number;
    readonly turns: Readonly<Record<string, number>>;
  }[];
  readonly dataVersion: number;
}

/** POST /api/turns/intents */
export interface IntentsQuestion extends Scope {
  /** What a low score is; 0.5 by default. */
  readonly below?: number;
}
export interface IntentsAnswer {
  readonly intents: readonly {
    readonly intent: string | null;
    readonly turns: number;
    readonly scored: number;
    readonly mean_confidence: number | null;
    readonly low: number;
  }[];
  readonly dataVersion: number;
}

/** POST /api/turns/utterances */
export interface UtterancesQuestion extends Scope {
  readonly kind: 'no_match' | 'no_input' | 'low_confidence';
  readonly below?: number;
  readonly text?: string;
  readonly offset?: number;
  readonly limit?: number;
}
export interface Utterance {
  readonly session_id: string;
  readonly call_start_time: string;
  readonly topic_name: string | null;
  readonly resolution_status: string | null;
  readonly turn_number: number;
  readonly text: string | null;
  readonly asked: string | null;
  readonly prompt_id: string | null;
  readonly confidence: number | null;
}
export interface UtterancesAnswer {
  readonly utterances: readonly Utterance[];
  readonly total: number;
  readonly dataVersion: number;
}

/** POST /api/turns/exits: shares of the calls in which the bot said the prompt. */
export interface ExitsAnswer {
  readonly prompts: readonly {
    readonly prompt_id: string;
    readonly heard: number;
    readonly abandoned: RateValue;
    readonly escalated: RateValue;
  }[];
  readonly dataVersion: number;
}

/** POST /api/callers */
export interface CallersAnswer {
  readonly callers: readonly {
    readonly calls: number;
    readonly customers: number;
    readonly sessions: number;
  }[];
  /** From so many calls on, one row. */
  readonly most: number;
  readonly dataVersion: number;
}

/** POST /api/associations */
export interface AssociationsAnswer {
  readonly variables: readonly {
    readonly name: string;
    readonly label: string;
    readonly kind: 'binary' | 'number' | 'ordinal' | 'category';
    readonly description: string;
  }[];
  readonly pairs: readonly Association[];
  readonly dataVersion: number;
}

/** POST /api/moved */
export interface MovedQuestion extends Scope {
  readonly metric: string;
  readonly by: string;
  readonly compare?: Comparison;
}
export interface MovedAnswer extends Moved {
  readonly previousPeriod?: Period;
  readonly dataVersion: number;
}

/** The one shape of every error. */
export interface ApiError {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
  };
}

export type AnnotationKind = 'release' | 'outage' | 'note';

/** A note on the time axis. */
export interface Annotation {
  readonly id: string;
  /** ISO 8601 in UTC. */
  readonly from: string;
  /** Excluded; null for an instant. */
  readonly to: string | null;
  readonly kind: AnnotationKind;
  readonly label: string;
}

/** GET /api/annotations; in order of time. */
export interface AnnotationsAnswer {
  readonly annotations: readonly Annotation[];
}

/** POST /api/annotations */
export interface NewAnnotation {
  /** One that is there already is replaced; a new one by default. */
  readonly id?: string;
  /** A date, a date-time in `timeZone`, or an instant. */
  readonly from: string;
  readonly to?: string | null;
  /** IANA; UTC by default. */
  readonly timeZone?: string;
  readonly kind: AnnotationKind;
  readonly label: string;
}

/** The tables about the data itself. */
export type DataTableName =
  | 'freshness'
  | 'ledger'
  | 'quarantine'
  | 'repaired'
  | 'findings'
  | 'redactions'
  | 'late'
  | 'annotations'
  | 'definitions';

/** POST /api/data-tables */
export interface DataTableAnswer {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly dataVersion: number;
}

/** The tables that other people's workbooks read. */
export type PublicTable = 'raw_session_data' | 'conversation_data' | 'customer_data';

/** GET /api/tables/{table} */
export interface TableRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  /** Where the next page begins; null for the last. */
  readonly next: string | null;
  readonly dataVersion: number;
}
