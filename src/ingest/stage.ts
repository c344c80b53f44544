import { createHash } from 'node:crypto';
import { faultPoint } from '../base/fault.ts';
import { feedZoneOf } from '../base/feed-zones.ts';
import type { ObjectCounts, QuarantinedRecord } from '../contract/batch.ts';
import { KEEPS_ALL } from '../contract/keeping.ts';
import { RULES_VERSION } from '../contract/rules.ts';
import type { RedactionCounts } from '../redact/redact.ts';
import { ChangeLog } from './clean/changes.ts';
import { type CleanContext, type CleanSession, isObject, type Rejection } from './clean/cleaned.ts';
import { cleanCustomerId, withheldIdSet } from './clean/customer.ts';
import { addCounts, redactSession } from './clean/redact-session.ts';
import { cleanSession } from './clean/session.ts';
import { wallClockOf } from './clean/zone.ts';
import { factsOf, type IntentLists, intentLists } from './facts.ts';
import { fingerprintOf } from './fingerprint.ts';
import { Gate, type Refusal } from './gate.ts';
import { type Records, readRecords } from './read.ts';
import { LineBuffer, type LineSink } from './stage-buffer.ts';
import { originText, quarantineLine, versionLine } from './stage-line.ts';
import type { StageOptions } from './stage-options.ts';

export type { StageOptions } from './stage-options.ts';

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
}

export interface StageSummary {
  readonly sha256: string;
  readonly rulesVersion: number;
  readonly settings: string;
  readonly counts: ObjectCounts;
  readonly brokenEnd: boolean;
}

/** An object's bytes, staged: NDJSON of StagedVersion and of QuarantinedRecord. */
export interface StagedObject extends StageSummary {
  readonly versions: string;
  readonly quarantine: string;
}

/** Read, clean, redact, stage; pure. For objects of ordinary size: a large one is staged straight into files by `stageInto`. */
export function stage(bytes: Uint8Array, origin: Origin, options: StageOptions): StagedObject {
  const versions: Uint8Array[] = [];
  const quarantine: Uint8Array[] = [];
  const summary = stageInto(bytes, origin, options, {
    versions: (chunk) => versions.push(chunk),
    quarantine: (chunk) => quarantine.push(chunk),
  });
  const textOf = (chunks: Uint8Array[]) => Buffer.concat(chunks).toString('utf8');
  return { ...summary, versions: textOf(versions), quarantine: textOf(quarantine) };
}

/** As `stage`, chunk by chunk. Never throws for what the bytes hold; an error of a sink passes through. */
export function stageInto(
  bytes: Uint8Array,
  origin: Origin,
  options: StageOptions,
  sinks: StageSinks,
): StageSummary {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const stager = new Stager(origin, options, sinks);
  const records = readRecords(bytes, options.maxObjectBytes);
  faultPoint('parsed');
  const counts = stager.run(records);
  return {
    sha256,
    rulesVersion: RULES_VERSION,
    settings: fingerprintOf(options),
    counts,
    brokenEnd: records.brokenEnd,
  };
}

/** Below the 16 MiB that the warehouses' loaders take for one line: a longer one would cost its whole batch. */
const MAX_LINE_BYTES = 15 * 1024 * 1024;

const isTooLong = (line: string): boolean =>
  line.length * 3 > MAX_LINE_BYTES && Buffer.byteLength(line) > MAX_LINE_BYTES;

const tooLong = (session: CleanSession): Rejected => ({
  reason: 'too_large',
  sessionId: session.session_id,
  customerId: session.customer_id,
  detail: 'The session alone is larger than 15 MiB.',
});

type Rejected = Rejection & { readonly customerId: string | null };
type Outcome = Rejected | Refusal | { readonly session: CleanSession; readonly line: string | null };

class Stager {
  readonly #origin: Origin;
  readonly #originText: string;
  readonly #context: CleanContext;
  readonly #intents: IntentLists;
  readonly #versions: LineBuffer;
  readonly #quarantine: LineBuffer;
  readonly #seen = new Set<string>();
  /** A kind that was looked for and not found is 0; one that is absent was not looked for. */
  readonly #redactions: RedactionCounts;
  #sessions = 0;
  #turns = 0;
  #changes = 0;
  #repeated = 0;
  #quarantined = 0;
  readonly #refused: Record<Refusal, number> = { erased: 0, expired: 0 };
  readonly #gate: Gate;

  constructor(origin: Origin, options: StageOptions, sinks: StageSinks) {
    this.#origin = { object: origin.object, generation: origin.generation };
    this.#originText = originText(origin);
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

  /** From the last record to the first: of one session_id the last wins, and nothing needs to be taken back. */
  run(records: Records): ObjectCounts {
    for (let index = records.count - 1; index >= 0; index--) {
      const outcome = this.#outcomeOf(records, index);
      if (typeof outcome === 'string') this.#refused[outcome] += 1;
      else if ('reason' in outcome) this.#reject(records, index, outcome);
      else if (outcome.line === null) this.#repeated += 1;
      else this.#keep(outcome.session, outcome.line);
    }
    this.#versions.flush();
    this.#quarantine.flush();
    return this.#counts(records.count);
  }

  /** A fault of ours in one record must not cost its file. */
  #outcomeOf(records: Records, index: number): Outcome {
    try {
      const record = records.at(index);
      if ('reason' in record) return { ...record, sessionId: null, customerId: null };
      const session = cleanSession(record.value, this.#context);
      if ('reason' in session) return this.#rejected(session, record.value);
      return this.#admitted(session, index + 1);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'fault';
      const detail = `Cleaning ended with a ${name}.`;
      return { reason: 'internal_error', sessionId: null, customerId: null, detail };
    }
  }

  /** A record of an erased customer is left out, whether or not it could be loaded. */
  #rejected(rejection: Rejection, record: unknown): Outcome {
    const raw = isObject(record) ? record.customer_id : null;
    const customerId = cleanCustomerId(raw, this.#context.withheldIds, new ChangeLog());
    if (this.#gate.isErased(customerId)) return 'erased';
    return { ...rejection, customerId: this.#gate.storedId(customerId) };
  }

  /** What is left out still counts as the last word of its session: the file's earlier ones stay repeated. */
  #admitted(session: CleanSession, position: number): Outcome {
    const refusal = this.#seen.has(session.session_id) ? null : this.#gate.refusalOf(session);
    if (refusal !== null) {
      this.#seen.add(session.session_id);
      return refusal;
    }
    this.#gate.conceal(session);
    const line = this.#lineOf(session, position);
    if (line !== null && isTooLong(line)) return tooLong(session);
    return { session, line };
  }

  /** Null when a later record of the object has the same session_id. */
  #lineOf(session: CleanSession, position: number): string | null {
    if (this.#seen.has(session.session_id)) return null;
    const redactions = redactSession(session, this.#context.redactedKinds);
    const line = versionLine(session, factsOf(session, this.#intents), this.#originText, position);
    addCounts(this.#redactions, redactions);
    return line;
  }

  #keep(session: CleanSession, line: string): void {
    this.#seen.add(session.session_id);
    this.#sessions += 1;
    this.#turns += session.turns.length;
    this.#changes += session.log.changes.length;
    this.#versions.add(line);
  }

  #reject(records: Records, index: number, rejection: Rejected): void {
    this.#quarantined += 1;
    const record: QuarantinedRecord = {
      ...this.#origin,
      position: index + 1,
      line: records.lineOf(index),
      session_id: rejection.sessionId,
      customer_id: rejection.customerId,
      reason: rejection.reason,
      detail: rejection.detail,
    };
    this.#quarantine.add(quarantineLine(record));
  }

  #counts(records: number): ObjectCounts {
    return {
      records,
      sessions: this.#sessions,
      turns: this.#turns,
      quarantined: this.#quarantined,
      repeated: this.#repeated,
      ...this.#refused,
      changes: this.#changes,
      redactions: this.#redactions,
    };
  }
}
