import { faultPoint } from '../base/fault.ts';
import type { ObjectCounts } from '../contract/batch.ts';
import { RULES_VERSION } from '../contract/rules.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Fault } from './read-json.ts';
import { objectTooLarge, readObject, type Source } from './read-object.ts';
import { LineDropper } from './stage-drop.ts';
import type { StageOptions } from './stage-options.ts';
import type { Origin, StageSinks } from './stage-sinks.ts';
import { Stager } from './stager.ts';

export type { StageOptions } from './stage-options.ts';

export interface StageSummary {
  /** Null when the object was too large to be read. */
  readonly sha256: string | null;
  readonly rulesVersion: number;
  readonly settings: string;
  readonly counts: ObjectCounts;
  readonly brokenEnd: boolean;
}

/** A summary of lines, some of which still have to be taken out. */
export interface StagedLines extends StageSummary {
  /** Lines of `versions`, from 0, that later ones have replaced. */
  readonly dropped: ReadonlySet<number>;
}

/** An object's bytes, staged: NDJSON of StagedVersion and of QuarantinedRecord. */
export interface StagedObject extends StageSummary {
  readonly versions: string;
  readonly quarantine: string;
}

/** Read, clean, redact, stage; pure. For objects of ordinary size: a large one is staged into files by `stageInto`. */
export async function stage(bytes: Uint8Array, origin: Origin, options: StageOptions): Promise<StagedObject> {
  const chunks = { versions: [] as Buffer[], quarantine: [] as Buffer[] };
  const { dropped, ...summary } = await stageInto(bytes, bytes.length, origin, options, {
    versions: (chunk) => chunks.versions.push(Buffer.from(chunk)),
    quarantine: (chunk) => chunks.quarantine.push(Buffer.from(chunk)),
    restart: () => {
      chunks.versions = [];
      chunks.quarantine = [];
    },
  });
  const kept: Uint8Array[] = [];
  const dropper = new LineDropper(dropped, (chunk) => kept.push(chunk));
  for (const chunk of chunks.versions) dropper.add(chunk);
  const textOf = (parts: Uint8Array[]) => Buffer.concat(parts).toString('utf8');
  return { ...summary, versions: textOf(kept), quarantine: textOf(chunks.quarantine) };
}

/**
 * As `stage`, chunk by chunk: no more than a record and a chunk of the source is held, besides the ids of the sessions. Never
 * throws for what the bytes hold. @throws what the source or a sink throws
 */
export async function stageInto(
  source: Source,
  sizeBytes: number,
  origin: Origin,
  options: StageOptions,
  sinks: StageSinks,
): Promise<StagedLines> {
  const tooLarge = objectTooLarge(sizeBytes, options);
  if (tooLarge !== null) return stageRefused(tooLarge, null, origin, options, sinks);
  const stager = new Stager(origin, options, sinks);
  const { sha256, brokenEnd, refusal } = await readObject(source, sizeBytes, options, (record, line) =>
    stager.add(record, line),
  );
  faultPoint('parsed');
  const counts = stager.finish();
  if (refusal !== null) {
    sinks.restart();
    return stageRefused(refusal, sha256, origin, options, sinks);
  }
  return { ...summaryOf(sha256, options, counts, brokenEnd), dropped: stager.dropped };
}

/** An object of which nothing is used: its one record is in quarantine. */
export function stageRefused(
  fault: Fault,
  sha256: string | null,
  origin: Origin,
  options: StageOptions,
  sinks: StageSinks,
): StagedLines {
  const stager = new Stager(origin, options, sinks);
  stager.add(fault, () => null);
  return { ...summaryOf(sha256, options, stager.finish(), false), dropped: stager.dropped };
}

function summaryOf(
  sha256: string | null,
  options: StageOptions,
  counts: ObjectCounts,
  brokenEnd: boolean,
): StageSummary {
  return { sha256, rulesVersion: RULES_VERSION, settings: fingerprintOf(options), counts, brokenEnd };
}
