import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import { bigQueryPlaceOf } from '../base/places.ts';
import { openStore } from '../store/open.ts';
import { tellingDamage } from '../warehouse/duckdb/damage.ts';
import { openDuckDbWarehouse } from '../warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** Whether the warehouse is a dataset, which any number of processes may ask at once. */
export const isShared = ({ warehouseFile }: Config): boolean => bigQueryPlaceOf(warehouseFile) !== null;

/** The warehouse that the config names. Google's SDK is loaded for a dataset alone. */
export async function openWarehouse(config: Config): Promise<Warehouse> {
  const place = bigQueryPlaceOf(config.warehouseFile);
  if (place === null) return tellingDamage(await openDuckDbWarehouse(config.warehouseFile));
  const { openBigQueryWarehouse } = await import('../warehouse/bigquery/warehouse.ts');
  const staging = config.stagingBucket === null ? null : await openStore(config.stagingBucket);
  const endpoint = process.env.EARSHOT_BIGQUERY_ENDPOINT;
  return openBigQueryWarehouse(place, {
    staging,
    maxBytesBilled: config.maxBytesBilled,
    ...(endpoint && { endpoint }),
  });
}

/** One beside the warehouse, made anew. @throws EarshotError `rebuild_elsewhere` */
export async function openFreshWarehouse(file: string): Promise<Warehouse> {
  if (bigQueryPlaceOf(file.replace(/\.rebuild$/, '')) !== null)
    throw rebuildElsewhere(file.replace(/\.rebuild$/, ''));
  const warehouse = await openDuckDbWarehouse(file);
  await warehouse.migrate();
  return warehouse;
}

function rebuildElsewhere(label: string): EarshotError {
  return new EarshotError('usage', 'rebuild_elsewhere', 'A dataset is not rebuilt in its own place.', {
    hint: `Load the bucket into an empty dataset (earshot ingest --warehouse bigquery:PROJECT.OTHER --keeping-from ${label}), compare the two, then use that one. Without --keeping-from it would bring back who was erased.`,
  });
}
