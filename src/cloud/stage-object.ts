import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import { faultPoint } from '../base/fault.ts';
import type { StagedBatch } from '../contract/batch.ts';
import { fingerprintOf } from '../ingest/fingerprint.ts';
import { openSource } from '../ingest/source.ts';
import { stageToFiles } from '../ingest/stage-files.ts';
import { stageOptionsOf } from '../ingest/stage-options.ts';
import { partsOfFiles } from '../store/ndjson-parts.ts';
import type { ObjectVersion, Store } from '../store/store.ts';
import type { Finalized } from './event.ts';
import { keepingIdOf, readKeepingFile } from './keeping-file.ts';
import { batchId, dataName, type Manifest, manifestName } from './manifest.ts';

export interface StageContext {
  readonly store: Store;
  /** A bucket of its own: in that of the session files each batch would be an event. */
  readonly staging: Store;
  readonly config: Config;
  readonly clock: Clock;
}

/** staged; or nothing was to be done: known (an event that came twice), replaced (a newer generation has an event of its own), gone. */
export type StageOutcome = 'staged' | 'known' | 'replaced' | 'gone';

/** Reads one generation, and puts its batch into the staging bucket. @throws what may pass: then the event comes again */
export async function stageObject(finalized: Finalized, context: StageContext): Promise<StageOutcome> {
  const { store, staging, config } = context;
  const version = await store.find(finalized.object);
  if (version === undefined) return 'gone';
  if (version.generation !== finalized.generation) return 'replaced';
  const keeping = await readKeepingFile(staging);
  const options = { ...stageOptionsOf(config), keeping };
  const keepingId = keepingIdOf(keeping);
  const id = batchId(version, { settings: fingerprintOf(options), keepingId });
  if ((await staging.find(manifestName(id))) !== undefined) return 'known';
  const folder = await mkdtemp(join(tmpdir(), 'earshot-stage-'));
  try {
    const batch = await readInto(folder, version, options, context);
    faultPoint('staged');
    await upload(id, batch, keepingId, staging);
    return 'staged';
  } catch (error) {
    // The generation went between the question and the read.
    if (error instanceof EarshotError && error.code === 'generation_gone') return 'replaced';
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readInto(
  folder: string,
  version: ObjectVersion,
  options: Parameters<typeof stageToFiles>[2],
  { store, config, clock }: StageContext,
): Promise<StagedBatch> {
  const source = await openSource(store, version, config);
  faultPoint('read');
  return stageToFiles({ ...version, seenAt: clock.now().toISOString(), source }, folder, options);
}

/** Written only where they are not: who stages the same at the same time writes the same. */
async function upload(id: string, batch: StagedBatch, keepingId: string, staging: Store): Promise<void> {
  const { versionsFile, quarantineFile, ...rest } = batch;
  const manifest: Manifest = {
    ...rest,
    keepingId,
    versions: await uploadLines(id, 'versions', versionsFile, staging),
    quarantine: await uploadLines(id, 'quarantine', quarantineFile, staging),
  };
  faultPoint('batch_uploaded');
  await staging.create(manifestName(id), JSON.stringify(manifest));
  faultPoint('manifest_written');
}

async function uploadLines(
  id: string,
  kind: 'versions' | 'quarantine',
  file: string | null,
  staging: Store,
): Promise<string[]> {
  if (file === null) return [];
  const names: string[] = [];
  for await (const part of partsOfFiles([file])) {
    const name = dataName(id, kind, names.length);
    await staging.create(name, part);
    names.push(name);
  }
  return names;
}
