import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import { jsonLog } from '../base/log.ts';
import { type GsPlace, gsPlaceOf } from '../base/places.ts';

export const cloudLog = jsonLog((line) => process.stderr.write(line));

export interface CloudConfig {
  readonly config: Config;
  readonly place: GsPlace;
  /** gs://bucket/prefix */
  readonly staging: string;
}

/**
 * The settings of an instance, all from its environment; what it keeps on its disk goes with it.
 * @throws EarshotError `bad_setting` when buckets are not named
 */
export function cloudConfig(env: NodeJS.ProcessEnv): CloudConfig {
  const config = loadConfig({ data: env.EARSHOT_DATA ?? join(tmpdir(), 'earshot') }, env);
  const place = gsPlaceOf(config.bucket);
  if (place === null) throw unnamed('EARSHOT_BUCKET', 'the bucket of the session files');
  if (config.stagingBucket === null)
    throw unnamed('EARSHOT_STAGING', 'the bucket that batches are staged in');
  return { config, place, staging: config.stagingBucket };
}

function unnamed(variable: string, what: string): EarshotError {
  return new EarshotError('usage', 'bad_setting', `${variable} does not name ${what}.`, {
    hint: `Set ${variable}=gs://BUCKET/PREFIX.`,
  });
}
