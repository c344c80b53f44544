import type { StagedBatch } from '../contract/batch.ts';

/** Sums over the batches of one run. */
export class Tally {
  objectsLoaded = 0;
  objectsQuarantined = 0;
  objectsUnchanged = 0;
  records = 0;
  sessions = 0;
  turns = 0;
  quarantined = 0;
  repeated = 0;
  erased = 0;
  expired = 0;
  changes = 0;
  bytes = 0;
  readonly redactions: Record<string, number> = {};

  addLoaded(batch: StagedBatch): void {
    const { counts } = batch;
    if (counts.sessions === 0 && counts.quarantined > 0) this.objectsQuarantined += 1;
    else this.objectsLoaded += 1;
    this.records += counts.records;
    this.sessions += counts.sessions;
    this.turns += counts.turns;
    this.quarantined += counts.quarantined;
    this.repeated += counts.repeated;
    this.erased += counts.erased;
    this.expired += counts.expired;
    this.changes += counts.changes;
    this.bytes += batch.sizeBytes;
    for (const [kind, count] of Object.entries(counts.redactions)) {
      this.redactions[kind] = (this.redactions[kind] ?? 0) + count;
    }
  }

  addUnchanged(): void {
    this.objectsUnchanged += 1;
  }
}
