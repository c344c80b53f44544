import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Config } from '../base/config.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import type { SimulationLog } from '../simulate/log.ts';
import type { SimulateOptions } from '../simulate/options.ts';
import { type SimulateEffects, simulate } from '../simulate/simulate.ts';
import { openLocalStore } from '../store/local.ts';
import type { AppEffects } from './effects.ts';

export interface SimulationRun {
  readonly log: SimulationLog;
  /** Absolute path of the log. */
  readonly logFile: string;
}

export type SimulationEffects = AppEffects & Pick<SimulateEffects, 'progress' | 'signal'>;

/**
 * Simulates into the bucket and logs the run in `simulationLogDir`.
 * @throws EarshotError of `simulate` and of the store; `log_unwritable`, before any call when the folder can't be made
 */
export async function runSimulation(
  config: Config,
  options: SimulateOptions,
  effects: SimulationEffects,
): Promise<SimulationRun> {
  const store = openLocalStore(config.bucket, { log: effects.log });
  const dir = config.simulationLogDir;
  await writable(dir, () => mkdir(dir, { recursive: true }));
  const log = await simulate(options, { ...effects, put: (object, text) => store.put(object, text) });
  const logFile = join(dir, `${log.startedAt.replace(/[:.]/g, '-')}-seed${options.seed}.json`);
  await writable(logFile, () => writeFileAtomic(logFile, `${JSON.stringify(log, null, 2)}\n`));
  return { log, logFile };
}

async function writable(path: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    throw new EarshotError(
      'environment',
      'log_unwritable',
      `The log of the simulation can't be written: ${messageOf(cause)}.`,
      {
        hint: 'Give this user access to the folder, or choose another with --data DIR. Files in the bucket are whole.',
        facts: { path, reason: systemCode(cause) ?? null },
        cause,
      },
    );
  }
}
