import { EarshotError } from '../base/errors.ts';
import { gsPlaceOf } from '../base/places.ts';
import { openLocalStore } from './local.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The bucket of a folder or of `gs://bucket/prefix`. Google's SDK is loaded for the second alone.
 * @throws EarshotError `bad_setting` for a `gs://` that names no bucket
 */
export async function openStore(bucket: string, options: StoreOptions = {}): Promise<Store> {
  if (!bucket.startsWith('gs://')) return openLocalStore(bucket);
  const place = gsPlaceOf(bucket);
  if (place === null) {
    throw new EarshotError('usage', 'bad_setting', `${bucket} names no bucket.`, {
      hint: 'Write gs://BUCKET or gs://BUCKET/PREFIX.',
    });
  }
  const { openGcsStore } = await import('./gcs.ts');
  const endpoint = (options.env ?? process.env).EARSHOT_STORAGE_ENDPOINT;
  return openGcsStore(place, endpoint ? { endpoint } : {});
}
