import type { Customer, Session, Turn } from '../../contract/fields.ts';
import type { RedactionKind } from '../../contract/redactions.ts';
import type { Finding, QuarantineReason } from '../../contract/rules.ts';
import type { ChangeLog } from './changes.ts';
import type { WallClock } from './zone.ts';

/** What cleaning needs to know besides the record. */
export interface CleanContext {
  readonly clock: WallClock;
  /** Lower case, single spaces. */
  readonly withheldIds: ReadonlySet<string>;
  readonly redactedKinds: ReadonlySet<RedactionKind>;
}

/** A turn of the contract, its timestamp as ms since 1970. */
export type CleanTurn = { -readonly [K in keyof Omit<Turn, 'timestamp'>]-?: Exclude<Turn[K], undefined> } & {
  atMs: number | null;
};

type CleanFields = Omit<
  Required<Session>,
  'conversation' | 'customer' | 'call_start_time' | 'call_end_time'
> &
  Customer;

/** A session that every rule has seen, its times as ms since 1970. */
export type CleanSession = CleanFields & {
  startMs: number;
  endMs: number | null;
  turns: CleanTurn[];
  log: ChangeLog;
  findings: Finding[];
};

/** A record that cannot be repaired. The detail holds no value of the record. */
export interface Rejection {
  readonly reason: QuarantineReason;
  readonly sessionId: string | null;
  readonly detail: string;
}

export type RawObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is RawObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
