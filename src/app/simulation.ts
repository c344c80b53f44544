import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Config } from '../base/config.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import type { SimulationLog } from '../simulate/log.ts';
import { checkOptions, type SimulateOptions } from '../simulate/options.ts';
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
  const startedAt = effects.clock.now().toISOString();
  const logFile = join(dir, `${startedAt.replace(/[:.]/g, '-')}-seed${options.seed}.json`);
  const write = (entry: RunEntry) =>
    writable(logFile, () => writeFileAtomic(logFile, `${JSON.stringify(entry, null, 2)}\n`));
  checkOptions(options);
  const { bucket } = config;
  await write({ bucket, options, startedAt, interrupted: true });
  const log = await simulate(options, { ...effects, workers: config.workers, put: (object, bytes) => store.put(object, bytes) });
  await write({ bucket, ...log });
  return { log, logFile };
}

/** What a log says from its first moment: a run that is killed stays interrupted. */
type RunEntry = Pick<SimulationLog, 'options' | 'startedAt' | 'interrupted'> & { readonly bucket: string };

/** The options of the newest run, when it did not come to its end; the same ones write the same files and the rest. */
export async function interruptedSimulation(config: Config): Promise<SimulateOptions | null> {
  const names = await readdir(config.simulationLogDir).catch(() => []);
  const newest = names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .at(-1);
  if (newest === undefined) return null;
  const entry = readEntry(await readFile(join(config.simulationLogDir, newest), 'utf8'));
  return entry?.interrupted && entry.bucket === config.bucket ? entry.options : null;
}

function readEntry(text: string): RunEntry | null {
  try {
    const entry: RunEntry = JSON.parse(text);
    checkOptions(entry.options);
    return entry;
  } catch {
    return null;
  }
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
