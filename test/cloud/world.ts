import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { type Config, loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { openGcsStore } from '../../src/store/gcs.ts';
import type { ObjectVersion, Store } from '../../src/store/store.ts';
import { openBigQueryWarehouse } from '../../src/warehouse/bigquery/warehouse.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { tempDir } from '../support/temp-dir.ts';
import { freshBucket } from './buckets.ts';
import { freshDataset, OPTIONS } from './datasets.ts';
import { answers, freePort } from './ports.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FRAMEWORK = join(ROOT, 'node_modules/@google-cloud/functions-framework/build/src/main.js');

/** A deployment: a bucket, a staging bucket and a dataset of its own, and what an instance is told of them. */
export interface World {
  readonly env: NodeJS.ProcessEnv;
  readonly config: Config;
  readonly bucket: string;
  readonly store: Store;
  readonly staging: Store;
  readonly warehouse: Warehouse;
}

export interface Endpoints {
  readonly gcs?: string;
  readonly bigquery?: string;
}

export async function openWorld(endpoints: Endpoints = {}): Promise<World> {
  const { gcs = inject('emulators').gcs, bigquery = inject('emulators').bigquery } = endpoints;
  const [place, stagingPlace, dataset] = await Promise.all([
    freshBucket('ivr/'),
    freshBucket('staged/'),
    freshDataset(),
  ]);
  const env = {
    METADATA_SERVER_DETECTION: 'none',
    EARSHOT_BUCKET: `gs://${place.bucket}/ivr`,
    EARSHOT_STAGING: `gs://${stagingPlace.bucket}/staged`,
    EARSHOT_WAREHOUSE: `bigquery:${dataset.project}.${dataset.dataset}`,
    EARSHOT_STORAGE_ENDPOINT: gcs,
    EARSHOT_BIGQUERY_ENDPOINT: bigquery,
    EARSHOT_WORKERS: '0',
    EARSHOT_DATA: tempDir(),
  };
  const retry = { maxRetries: 3, maxRetryDelaySec: 1 };
  const staging = openGcsStore(stagingPlace, { endpoint: gcs, ...retry });
  return {
    env,
    config: loadConfig({}, env),
    bucket: place.bucket,
    store: openGcsStore(place, { endpoint: gcs, ...retry }),
    staging,
    warehouse: openBigQueryWarehouse(dataset, { staging, endpoint: bigquery, ...OPTIONS }),
  };
}

/** What a sweep of the bucket as it is now makes of an empty warehouse. */
export async function cleanRebuild({ store, config }: World): Promise<Warehouse> {
  const warehouse = await openDuckDbWarehouse(':memory:');
  await warehouse.migrate();
  const loader = new Loader({ store, warehouse, config, clock: systemClock, log: silentLog });
  await sweep(loader);
  await loader.close();
  return warehouse;
}

export interface Instance {
  /** What it wrote to its error stream so far. */
  log(): string;
  /** Rejects when the instance dies over it. */
  post(
    path: string,
    body: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; text: string }>;
  /** SIGKILL; returns once it is gone. */
  kill(): Promise<void>;
}

/** A real instance of the functions framework. @param fault place at which it kills itself, as in `staged:1` */
export async function startInstance(
  entry: 'function' | 'committer',
  { env }: World,
  fault?: string,
): Promise<Instance> {
  const target = entry === 'function' ? 'stage' : 'commit';
  const words = [FRAMEWORK, `--source=dist/cloud/${entry}.js`, `--target=${target}`];
  return startServing([process.execPath, ...words], ROOT, { ...env, ...(fault && { EARSHOT_FAULT: fault }) });
}

/** What serves at the PORT of its environment, as Cloud Run starts it. */
export async function startServing(
  [command = '', ...words]: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Instance> {
  const port = await freePort();
  const child = spawn(command, words, {
    cwd,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  child.on('error', (error) => lines.push(error.message));
  child.stderr.on('data', (chunk) => lines.push(String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  await answers(url).catch(async (error) => {
    await killed(child);
    throw new Error(`${command} ${words.join(' ')} did not start: ${lines.join('')}`, { cause: error });
  });
  return {
    log: () => lines.join(''),
    post: async (path, body, headers = {}) => {
      const answer = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      return { status: answer.status, text: await answer.text() };
    },
    kill: () => killed(child),
  };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Headers and body of the event that a bucket sends of an object, as Eventarc delivers it. */
export function eventOf(bucket: string, { object, generation, sizeBytes }: ObjectVersion) {
  const name = `ivr/${object}`;
  return {
    headers: {
      'ce-specversion': '1.0',
      'ce-id': generation,
      'ce-type': 'google.cloud.storage.object.v1.finalized',
      'ce-source': `//storage.googleapis.com/projects/_/buckets/${bucket}`,
      'ce-subject': `objects/${name}`,
    },
    body: { bucket, name, generation, size: String(sizeBytes), contentType: 'application/json' },
  };
}
