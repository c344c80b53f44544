import type { Config } from '../base/config.ts';
import type { ObjectVersion, Store } from '../store/store.ts';
import type { Source } from './read-object.ts';

/** Larger objects are read piece by piece. */
const WHOLE_BYTES = 4 * 1024 * 1024;

/** Where the bytes of a generation come from. One that is too large is not read at all. */
export async function openSource(
  store: Store,
  version: ObjectVersion,
  { maxObjectBytes }: Pick<Config, 'maxObjectBytes'>,
): Promise<Source> {
  if (version.sizeBytes > maxObjectBytes) return new Uint8Array(0);
  return version.sizeBytes <= WHOLE_BYTES ? store.read(version) : store.stream(version);
}
