import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import { bigQueryPlaceOf } from '../base/places.ts';

/**
 * Before the first load of a dataset that is to replace another one: erased customers, the cut-off, notes.
 * @param from `bigquery:PROJECT.DATASET`
 * @throws EarshotError `bad_option`, `keeping_elsewhere`, `dataset_not_empty`
 */
export async function takeKeepingFrom(from: string, config: Config, clock: Clock): Promise<void> {
  const [into, source] = [bigQueryPlaceOf(config.warehouseFile), bigQueryPlaceOf(from)];
  if (into === null || source === null) {
    throw new EarshotError('usage', 'bad_option', '--keeping-from is for two datasets of BigQuery.', {
      hint: 'Write both as bigquery:PROJECT.DATASET. A DuckDB file is made anew with `earshot ingest --rebuild`, which keeps all that.',
    });
  }
  const { carryKeeping } = await import('../warehouse/bigquery/carry.ts');
  const endpoint = process.env.EARSHOT_BIGQUERY_ENDPOINT;
  const options = { maxBytesBilled: config.maxBytesBilled, ...(endpoint && { endpoint }) };
  await carryKeeping(into, source, options, clock);
}
