import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../base/config.ts';
import { type LiveEffects, type LiveOptions, simulateLive } from '../simulate/live.ts';
import { openStore } from '../store/open.ts';
import type { AppEffects } from './effects.ts';
import { LineFile, logUnwritable, withLineFiles } from './line-file.ts';

export type LiveRunEffects = AppEffects & Pick<LiveEffects, 'progress' | 'signal' | 'wait'>;

/** Lets calls arrive in the bucket until it is stopped. @throws EarshotError of `simulateLive` and of the store; `log_unwritable` */
export async function runLive(
  config: Config,
  options: LiveOptions,
  effects: LiveRunEffects,
): Promise<number> {
  const store = await openStore(config.bucket);
  const truth = options.truth ? truthFile(config.simulationLogDir, effects) : null;
  return withLineFiles([truth], () =>
    simulateLive(options, {
      ...effects,
      put: (object, bytes) => store.put(object, bytes),
      ...(truth && { truth: (lines) => truth.add(lines) }),
    }),
  );
}

function truthFile(dir: string, { clock }: LiveRunEffects): LineFile {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (cause) {
    throw logUnwritable(dir, cause);
  }
  return new LineFile(join(dir, `${clock.now().toISOString().replace(/[:.]/g, '-')}-live.truth.ndjson`));
}
