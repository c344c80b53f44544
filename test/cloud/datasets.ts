import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { BigQueryPlace } from '../../src/base/places.ts';
import { openGcsStore } from '../../src/store/gcs.ts';
import { type BigQueryOptions, openBigQueryWarehouse } from '../../src/warehouse/bigquery/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { freshBucket } from './buckets.ts';

export const PROJECT = 'my-project';

/** A fresh dataset of the emulator. */
export async function freshDataset(
  dataset = `d_${randomUUID().replaceAll('-', '')}`,
): Promise<BigQueryPlace> {
  const answer = await fetch(`${inject('emulators').bigquery}/bigquery/v2/projects/${PROJECT}/datasets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ datasetReference: { projectId: PROJECT, datasetId: dataset }, location: 'EU' }),
  });
  if (!answer.ok && answer.status !== 409)
    throw new Error(`The emulator made no dataset: ${await answer.text()}`);
  return { project: PROJECT, dataset };
}

export const OPTIONS = { maxBytesBilled: 2 ** 40, maxRetries: 3, retryMillis: 10, pollMillis: 0 };

/** The warehouse of a dataset, loaded through a bucket of its own. */
export async function openWarehouse(
  place: BigQueryPlace,
  options: Partial<BigQueryOptions> = {},
): Promise<Warehouse> {
  const { gcs, bigquery } = inject('emulators');
  const staging = openGcsStore(await freshBucket('staged/'), { endpoint: gcs });
  return openBigQueryWarehouse(place, { staging, endpoint: bigquery, ...OPTIONS, ...options });
}

export const freshWarehouse = async (options: Partial<BigQueryOptions> = {}): Promise<Warehouse> =>
  openWarehouse(await freshDataset(), options);
