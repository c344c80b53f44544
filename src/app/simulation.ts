import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Config } from '../base/config.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import { type LiveEffects, type LiveOptions, simulateLive } from '../simulate/live.ts';
import type { SimulationLog } from '../simulate/log.ts';
import { checkOptions, type SimulateOptions } from '../simulate/options.ts';
import { loadScenario } from '../simulate/scenario/load.ts';
import { type SimulateEffects, simulate } from '../simulate/simulate.ts';
import { openLocalStore } from '../store/local.ts';
import type { AppEffects } from './effects.ts';
import { LineFile } from './line-file.ts';

export interface SimulationRun {
  readonly log: SimulationLog;
  /** Absolute path of the log. */
  readonly logFile: string;
  /** What truly happened, a line for each call; null when nobody asked for it. */
  readonly truthFile: string | null;
  /** Every break made on purpose, a line for each; null when none was asked for. */
  readonly manifestFile: string | null;
}

export type SimulationEffects = AppEffects & Pick<SimulateEffects, 'progress' | 'signal'>;

/**
 * Simulates into the bucket and logs the run in `simulationLogDir`; truth and manifest, when asked for, lie beside the log.
 * @throws EarshotError of `simulate` and of the store; `log_unwritable`, before any call when the folder can't be made
 */
export async function runSimulation(
  config: Config,
  options: SimulateOptions,
  effects: SimulationEffects,
): Promise<SimulationRun> {
  checkOptions(options);
  const scenario = loadScenario(options.scenario);
  const store = openLocalStore(config.bucket, { log: effects.log });
  const dir = config.simulationLogDir;
  await logWritable(dir, () => mkdir(dir, { recursive: true }));
  const startedAt = effects.clock.now().toISOString();
  const run = join(dir, `${startedAt.replace(/[:.]/g, '-')}-seed${options.seed}`);
  const logFile = `${run}.json`;
  const write = (entry: RunEntry) =>
    logWritable(logFile, () => writeFileAtomic(logFile, `${JSON.stringify(entry, null, 2)}\n`));
  const { bucket, workers } = config;
  await write({ bucket, options, startedAt, interrupted: true });
  const truth = options.truth ? new LineFile(`${run}.truth.ndjson`) : null;
  const manifest = options.dirty ? new LineFile(`${run}.dirty.ndjson`) : null;
  const log = await simulate(
    options,
    {
      ...effects,
      workers,
      put: (object, bytes) => store.put(object, bytes),
      ...(truth && { truth: (lines) => truth.add(lines) }),
      ...(manifest && { broken: (lines) => manifest.add(lines.map((line) => JSON.stringify(line))) }),
    },
    scenario,
  );
  for (const file of [truth, manifest]) if (file) await logWritable(file.path, () => file.end());
  await write({ bucket, ...log });
  return { log, logFile, truthFile: truth?.path ?? null, manifestFile: manifest?.path ?? null };
}

export type LiveRunEffects = AppEffects & Pick<LiveEffects, 'progress' | 'signal' | 'wait'>;

/** Lets calls arrive in the bucket until it is stopped. @throws EarshotError of `simulateLive` and of the store */
export async function runLive(
  config: Config,
  options: LiveOptions,
  effects: LiveRunEffects,
): Promise<number> {
  const store = openLocalStore(config.bucket, { log: effects.log });
  const dir = config.simulationLogDir;
  if (options.truth) await logWritable(dir, () => mkdir(dir, { recursive: true }));
  const startedAt = effects.clock.now().toISOString().replace(/[:.]/g, '-');
  const truth = options.truth ? new LineFile(join(dir, `${startedAt}-live.truth.ndjson`)) : null;
  const written = await simulateLive(options, {
    ...effects,
    put: (object, bytes) => store.put(object, bytes),
    ...(truth && { truth: (lines) => truth.add(lines) }),
  });
  if (truth) await logWritable(truth.path, () => truth.end());
  return written;
}

/** Ends the name of a log of the author that asks a language model. */
export const AUTHOR_LOG = '.llm.json';

/** What a log says from its first moment: a run that is killed stays interrupted. */
type RunEntry = Pick<SimulationLog, 'options' | 'startedAt' | 'interrupted'> & { readonly bucket: string };

/** The options of the newest run, when it did not come to its end; the same ones write the same files and the rest. */
export async function interruptedSimulation(config: Config): Promise<SimulateOptions | null> {
  const names = await readdir(config.simulationLogDir).catch(() => []);
  const newest = names
    .filter((name) => name.endsWith('.json') && !name.endsWith(AUTHOR_LOG))
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

/** @throws EarshotError `log_unwritable` in place of what `write` throws */
export async function logWritable(path: string, write: () => Promise<unknown>): Promise<void> {
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
