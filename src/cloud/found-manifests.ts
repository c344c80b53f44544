import { EarshotError, messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Store } from '../store/store.ts';
import { MANIFESTS, type Manifest, manifestName } from './manifest.ts';
import { manifestFrom } from './manifest-schema.ts';

export interface FoundManifest {
  readonly name: string;
  readonly manifest: Manifest;
}

/** Those that no tick can use are kept here, for who wants to know what they were. */
const UNREADABLE = 'unreadable/';
/** Ours name parts of 32 MiB: a thousand of them take a tenth of that. */
const MOST_BYTES = 1024 * 1024;

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

/**
 * Undefined when it has gone meanwhile. `unreadable`: it was put aside, and the log names it. No ledger knows its object then, so
 * that the next sweep finds that in the bucket.
 */
export async function readManifest(
  staging: Store,
  name: string,
  log: Log,
): Promise<FoundManifest | 'unreadable' | undefined> {
  const bytes = await beginningOf(staging, name);
  if (bytes === undefined) return undefined;
  try {
    return { name, manifest: manifestIn(bytes, name) };
  } catch (error) {
    const kept = UNREADABLE + name.slice(MANIFESTS.length);
    await staging.put(kept, bytes);
    await staging.remove(name);
    log.warn('staged manifest set aside: the next sweep reads its object', {
      manifest: name,
      kept,
      reason: messageOf(error),
    });
    return 'unreadable';
  }
}

function manifestIn(bytes: Uint8Array, name: string): Manifest {
  const id = /([0-9a-f]{40})\.json$/.exec(name)?.[1];
  if (id === undefined || manifestName(id) !== name) throw new Error('its name is not that of a batch');
  if (bytes.length > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES} bytes`);
  return manifestFrom(Buffer.from(bytes).toString('utf8'), id);
}

/** One byte more than may be, at least, where there are more. Undefined when it has gone. */
async function beginningOf(staging: Store, name: string): Promise<Uint8Array | undefined> {
  const version = await staging.find(name);
  if (version === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of staging.stream(version)) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes > MOST_BYTES) break;
    }
  } catch (error) {
    if (error instanceof EarshotError && error.code === 'generation_gone') return undefined;
    throw error;
  }
  return Buffer.concat(pieces);
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
