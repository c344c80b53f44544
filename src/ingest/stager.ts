import { feedZoneOf } from '../base/feed-zones.ts';
import type { ObjectCounts, QuarantinedRecord } from '../contract/batch.ts';
import { KEEPS_ALL } from '../contract/keeping.ts';
import type { RedactionKind } from '../contract/redactions.ts';
import { addCounts, type RedactionCounts } from '../redact/redact.ts';
import { ChangeLog } from './clean/changes.ts';
import { type CleanContext, type CleanSession, isObject, type Rejection } from './clean/cleaned.ts';
import { cleanCustomerId, withheldIdSet } from './clean/customer.ts';
import { DaySpan } from './clean/day-span.ts';
import { rejectCleaned, rejectRaw } from './clean/limits.ts';
import { redactSession } from './clean/redact-session.ts';
import { cleanSession } from './clean/session.ts';
import { cleanTimestamp } from './clean/timestamp.ts';
import { wallClockOf } from './clean/zone.ts';
import { factsOf, type IntentLists, intentLists } from './facts.ts';
import { Gate, type Refusal } from './gate.ts';
import type { ReadRecord } from './read-json.ts';
import { LineBuffer, LineTooLong } from './stage-buffer.ts';
import { originText, writeQuarantined, writeVersion } from './stage-line.ts';
import type { StageOptions } from './stage-options.ts';
import type { Origin, StageSinks } from './stage-sinks.ts';

const tooLong = (session: CleanSession): Rejected => ({
  reason: 'record_too_large',
  sessionId: session.session_id,
  customerId: session.customer_id,
  startMs: session.startMs,
  detail: 'The session, cleaned, is larger than 15 MiB.',
});

/** A megabyte of commas would be a million records in quarantine: beyond so many of one object, what follows one another is one. */
const MAX_SET_ASIDE = 10_000;

type Rejected = Rejection & {
  readonly customerId: string | null;
  /** Of the call, when call_start_time can be read. */
  readonly startMs: number | null;
};
const NOBODY = { sessionId: null, customerId: null, startMs: null };

interface Staged {
  readonly session: CleanSession;
  readonly redactions: RedactionCounts;
}
interface Refused {
  readonly session: CleanSession;
  readonly refusal: Refusal;
}
type Outcome = Rejected | Refusal | Refused | Staged;

/** What a session_id's last record so far has come to, so that it can be taken back when a later one follows. */
interface Last {
  /** Its line in the batch, from 0. */
  readonly line: number;
  readonly turns: number;
  readonly changes: number;
  readonly redactions: RedactionCounts;
}

/** Turns the records of one object into the lines of its batch. Of one session_id the last record wins. */
export class Stager {
  readonly #origin: Origin;
  readonly #originText: string;
  readonly #options: StageOptions;
  readonly #context: CleanContext;
  readonly #intents: IntentLists;
  readonly #gate: Gate;
  readonly #days = new DaySpan();
  readonly #versions: LineBuffer;
  readonly #quarantine: LineBuffer;
  readonly #last = new Map<string, Last | Refusal>();
  /** A kind that was looked for and not found is 0; one that is absent was not looked for. */
  readonly #redactions: RedactionCounts;
  /** Lines of the batch that a later record of their session has replaced. */
  readonly dropped = new Set<number>();
  /** Place of the record in hand, from 1. */
  #position = 0;
  /** As they are counted: a stretch of many that could not be loaded is one. */
  #records = 0;
  #stretch: { readonly position: number; readonly line: number | null; length: number } | null = null;
  #lines = 0;
  #turns = 0;
  #changes = 0;
  #repeated = 0;
  #quarantined = 0;
  readonly #refused: Record<Refusal, number> = { erased: 0, expired: 0 };

  constructor(origin: Origin, options: StageOptions, sinks: StageSinks) {
    this.#origin = { object: origin.object, generation: origin.generation };
    this.#originText = originText(origin);
    this.#options = options;
    this.#context = {
      clock: wallClockOf(feedZoneOf(options.feedTimeZone, origin.object)),
      withheldIds: withheldIdSet(options.withheldCustomerIds),
      redactedKinds: new Set(options.redact),
    };
    this.#gate = new Gate(options.customerKey ?? null, options.keeping ?? KEEPS_ALL);
    this.#redactions = Object.fromEntries(options.redact.map((kind) => [kind, 0]));
    this.#intents = intentLists(options.fallbackIntents, options.agentRequestIntents);
    this.#versions = new LineBuffer(sinks.versions);
    this.#quarantine = new LineBuffer(sinks.quarantine);
  }

  /** The next record of the object. @throws what a sink throws */
  add(record: ReadRecord, line: () => number | null): void {
    this.#position += 1;
    const outcome = this.#outcomeOf(record);
    if (typeof outcome !== 'string' && 'reason' in outcome) {
      if (this.#quarantined < MAX_SET_ASIDE) this.#reject(outcome, this.#position, line());
      else this.#lengthen(line);
      return;
    }
    this.#endStretch();
    this.#records += 1;
    if (typeof outcome === 'string') this.#refused[outcome] += 1;
    else {
      this.#takeBack(outcome.session.session_id);
      if ('refusal' in outcome) this.#refuse(outcome);
      else this.#keep(outcome);
    }
  }

  finish(): ObjectCounts {
    this.#endStretch();
    this.#versions.flush();
    this.#quarantine.flush();
    return {
      records: this.#records,
      sessions: this.#lines - this.dropped.size,
      turns: this.#turns,
      quarantined: this.#quarantined,
      repeated: this.#repeated,
      ...this.#refused,
      changes: this.#changes,
      redactions: this.#redactions,
    };
  }

  /** A fault of ours in one record must not cost its file. */
  #outcomeOf(record: ReadRecord): Outcome {
    if ('reason' in record) return { ...record, ...NOBODY };
    try {
      const session = this.#cleaned(record.value);
      if ('reason' in session) return this.#rejected(session, record.value);
      const refusal = this.#gate.refusalOf(session);
      if (refusal !== null) return { session, refusal };
      const rejection = this.#days.reject(session);
      return rejection === null ? this.#staged(session) : this.#rejected(rejection, record.value);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'fault';
      const detail = `Cleaning ended with a ${name}.`;
      return { reason: 'internal_error', ...NOBODY, detail };
    }
  }

  #cleaned(value: unknown): CleanSession | Rejection {
    const rejection = rejectRaw(value, this.#options);
    if (rejection !== null) return rejection;
    const session = cleanSession(value, this.#context);
    return 'reason' in session ? session : (rejectCleaned(session, this.#options) ?? session);
  }

  /** A record of an erased customer, or of a time that is not kept, is left out, whether or not it could be loaded. */
  #rejected(rejection: Rejection, record: unknown): Rejected | Refusal {
    const raw = isObject(record) ? record : {};
    const { withheldIds, clock } = this.#context;
    const log = new ChangeLog();
    const customerId = cleanCustomerId(raw.customer_id, withheldIds, log);
    const startMs = cleanTimestamp(
      raw.call_start_time,
      'call_start_time',
      null,
      log,
      clock,
      Number.NEGATIVE_INFINITY,
    );
    const refusal = this.#gate.refusalOf({
      customer_id: customerId,
      startMs: startMs ?? Number.POSITIVE_INFINITY,
    });
    return refusal ?? { ...rejection, customerId: this.#gate.storedId(customerId), startMs };
  }

  #staged(session: CleanSession): Rejected | Staged {
    this.#gate.conceal(session);
    const redactions = redactSession(session, this.#context.redactedKinds);
    const facts = factsOf(session, this.#intents);
    try {
      writeVersion(this.#versions, session, facts, this.#originText, this.#position);
    } catch (error) {
      if (error instanceof LineTooLong) return tooLong(session);
      throw error;
    }
    return { session, redactions };
  }

  /** Its line is written, and ends here: what the sink throws then is no fault of the record. */
  #keep({ session, redactions }: Staged): void {
    const turns = session.turns.length;
    const changes = session.log.changes.length;
    this.#last.set(session.session_id, { line: this.#lines, turns, changes, redactions });
    this.#lines += 1;
    this.#turns += turns;
    this.#changes += changes;
    addCounts(this.#redactions, redactions);
    this.#versions.end();
  }

  /** What is left out still counts as the last word of its session: the file's earlier ones are repeated. */
  #refuse({ session, refusal }: Refused): void {
    this.#refused[refusal] += 1;
    this.#last.set(session.session_id, refusal);
  }

  /** What an earlier record of the session has come to. */
  #takeBack(sessionId: string): void {
    const last = this.#last.get(sessionId);
    if (last === undefined) return;
    this.#repeated += 1;
    if (typeof last === 'string') {
      this.#refused[last] -= 1;
      return;
    }
    this.dropped.add(last.line);
    this.#turns -= last.turns;
    this.#changes -= last.changes;
    takeCounts(this.#redactions, last.redactions);
  }

  #lengthen(line: () => number | null): void {
    if (this.#stretch === null) this.#stretch = { position: this.#position, line: line(), length: 1 };
    else this.#stretch.length += 1;
  }

  #endStretch(): void {
    if (this.#stretch === null) return;
    const { position, line, length } = this.#stretch;
    this.#stretch = null;
    const detail = `${length} records that follow one another could not be loaded, after ${MAX_SET_ASIDE} others of the object.`;
    this.#reject({ reason: 'too_many_broken', detail, ...NOBODY }, position, line);
  }

  #reject(rejected: Rejected, position: number, line: number | null): void {
    this.#records += 1;
    this.#quarantined += 1;
    const record: QuarantinedRecord = {
      ...this.#origin,
      position,
      line,
      session_id: rejected.sessionId,
      customer_id: rejected.customerId,
      call_start_time: rejected.startMs === null ? null : new Date(rejected.startMs).toISOString(),
      reason: rejected.reason,
      detail: rejected.detail,
    };
    writeQuarantined(this.#quarantine, record);
  }
}

/** Takes counts per kind off a tally. */
function takeCounts(tally: RedactionCounts, counts: Readonly<RedactionCounts>): void {
  for (const [kind, count] of Object.entries(counts) as [RedactionKind, number][]) {
    tally[kind] = (tally[kind] ?? 0) - count;
  }
}
