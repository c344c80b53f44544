import { createHash } from 'node:crypto';
import type { StagedBatch } from '../contract/batch.ts';
import { RULES_VERSION } from '../contract/rules.ts';
import type { ObjectVersion, Store } from '../store/store.ts';

const MANIFESTS = 'manifests/';
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

export interface FoundManifest {
  readonly name: string;
  readonly manifest: Manifest;
}

/** Manifests in the staging bucket, at most so many, in the order of their names. */
export async function listManifests(staging: Store, most: number): Promise<string[]> {
  const names: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await staging.list({ prefix: MANIFESTS, ...(pageToken && { pageToken }) });
    names.push(...page.objects.map(({ object }) => object));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && names.length < most);
  return names.slice(0, most);
}

/** Undefined when it has gone meanwhile. */
export async function readManifest(staging: Store, name: string): Promise<FoundManifest | undefined> {
  const version = await staging.find(name);
  if (version === undefined) return undefined;
  const manifest: Manifest = JSON.parse(Buffer.from(await staging.read(version)).toString('utf8'));
  return { name, manifest };
}

/** As a warehouse loads it: the names of its parts become one pattern. */
export function batchOf(
  { versions, quarantine, keepingId: _, ...batch }: Manifest,
  staging: Store,
): StagedBatch {
  const pattern = ([first]: readonly string[]) =>
    first === undefined ? null : `${staging.label}/${first.replace(/\d+\.ndjson$/, '*.ndjson')}`;
  return { ...batch, versionsFile: pattern(versions), quarantineFile: pattern(quarantine) };
}

/** The manifest goes last: without it nobody would know what else has to go. */
export async function removeBatch(staging: Store, { name, manifest }: FoundManifest): Promise<void> {
  await Promise.all([...manifest.versions, ...manifest.quarantine].map((object) => staging.remove(object)));
  await staging.remove(name);
}
