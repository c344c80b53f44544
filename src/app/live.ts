import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Config } from '../base/config.ts';
import type { Fed } from '../simulate/feed.ts';
import { checkLive, type LiveEffects, type LiveOptions, simulateLive } from '../simulate/live.ts';
import { loadScenario } from '../simulate/scenario/load.ts';
import { SIMULATOR_VERSION } from '../simulate/version.ts';
import { openStore } from '../store/open.ts';
import type { AppEffects } from './effects.ts';
import { LineFile, withLineFiles } from './line-file.ts';
import { logWritable } from './simulation.ts';

export type LiveRunEffects = AppEffects & Pick<LiveEffects, 'progress' | 'behind' | 'signal' | 'wait'>;

export interface LiveRun extends Fed {
  /** Absolute path of the log. */
  readonly logFile: string;
  readonly truthFile: string | null;
}

/**
 * Lets calls arrive in the bucket until it is stopped, and logs the run in `simulationLogDir`: that it began, and once it has ended
 * what was written. @throws EarshotError of `simulateLive` and of the store; `log_unwritable`
 */
export async function runLive(
  config: Config,
  options: LiveOptions,
  effects: LiveRunEffects,
): Promise<LiveRun> {
  checkLive(options);
  loadScenario(options.scenario);
  const { bucket, simulationLogDir: dir } = config;
  const store = await openStore(bucket);
  await logWritable(dir, () => mkdir(dir, { recursive: true }));
  const startedAt = effects.clock.now().toISOString();
  const run = join(dir, `${startedAt.replace(/[:.]/g, '-')}-live`);
  const logFile = `${run}.json`;
  const write = (entry: object) =>
    logWritable(logFile, () =>
      writeFileAtomic(
        logFile,
        `${JSON.stringify({ bucket, simulatorVersion: SIMULATOR_VERSION, options, startedAt, ...entry }, null, 2)}\n`,
      ),
    );
  await write({ finishedAt: null });
  const truth = options.truth ? new LineFile(`${run}.truth.ndjson`) : null;
  const fed = await withLineFiles([truth], () =>
    simulateLive(options, {
      ...effects,
      put: (object, bytes) => store.put(object, bytes),
      ...(truth && { truth: (lines) => truth.add(lines) }),
    }),
  );
  await write({ finishedAt: effects.clock.now().toISOString(), ...fed });
  return { ...fed, logFile, truthFile: truth?.path ?? null };
}
