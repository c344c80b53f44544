import { createHash } from 'node:crypto';
import type { StagedBatch } from '../contract/batch.ts';
import { RULES_VERSION } from '../contract/rules.ts';
import type { ObjectVersion } from '../store/store.ts';

export const MANIFESTS = 'manifests/';
const DATA = 'batches/';

/** A staged batch as it lies in the staging bucket: its lines first, then the manifest that makes it whole. */
export interface Manifest extends Omit<StagedBatch, 'versionsFile' | 'quarantineFile'> {
  /** What was kept out when it was staged. */
  readonly keepingId: string;
  /** Objects of the staging bucket, NDJSON. */
  readonly versions: readonly string[];
  readonly quarantine: readonly string[];
}

/** All that decides what a batch holds: the same names it the same, so that staging again writes the same. */
export interface Staging {
  readonly settings: string;
  readonly keepingId: string;
}

export function batchId(
  { object, generation }: Pick<ObjectVersion, 'object' | 'generation'>,
  staging: Staging,
): string {
  const parts = [object, generation, staging.settings, staging.keepingId, RULES_VERSION];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}

export const manifestName = (id: string): string => `${MANIFESTS}${id}.json`;
export const dataName = (id: string, kind: 'versions' | 'quarantine', part: number): string =>
  `${DATA}${id}/${kind}-${String(part).padStart(5, '0')}.ndjson`;
