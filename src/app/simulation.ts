import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import type { SimulationLog } from '../simulate/log.ts';
import { checkOptions, type SimulateOptions } from '../simulate/options.ts';
import { loadScenario } from '../simulate/scenario/load.ts';
import { type SimulateEffects, simulate } from '../simulate/simulate.ts';
import { openStore } from '../store/open.ts';
import { listAll, type Store } from '../store/store.ts';
import type { AppEffects } from './effects.ts';
import { LineFile, logUnwritable, withLineFiles } from './line-file.ts';

export interface SimulationRun {
  readonly log: SimulationLog;
  /** Absolute path of the log. */
  readonly logFile: string;
  /** What truly happened, a line for each call; null when nobody asked for it. */
  readonly truthFile: string | null;
  /** Every break made on purpose, a line for each; null when none was asked for. */
  readonly manifestFile: string | null;
  /** Files in the bucket that this run did not write. */
  readonly otherFiles: number;
}

export type SimulationEffects = AppEffects & Pick<SimulateEffects, 'progress' | 'signal'>;

/**
 * Simulates into the bucket and logs the run in `simulationLogDir`; truth and manifest, when asked for, lie beside the log.
 * @throws EarshotError of the scenario, of `simulate` and of the store; `log_unwritable`, before any call when the folder can't be made
 */
export async function runSimulation(
  config: Config,
  options: SimulateOptions,
  effects: SimulationEffects,
): Promise<SimulationRun> {
  checkOptions(options);
  const scenario = loadScenario(options.scenario);
  const store = await openStore(config.bucket);
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
  const log = await withLineFiles([truth, manifest], () =>
    simulate(
      options,
      {
        ...effects,
        workers,
        put: (object, bytes) => store.put(object, bytes),
        ...(truth && { truth: (lines) => truth.add(lines) }),
        ...(manifest && { broken: (lines) => manifest.add(lines.map((line) => JSON.stringify(line))) }),
      },
      scenario,
    ),
  );
  await write({ bucket, ...log });
  return {
    log,
    logFile,
    truthFile: truth?.path ?? null,
    manifestFile: manifest?.path ?? null,
    otherFiles: await countOthers(store, log),
  };
}

async function countOthers(store: Store, { files }: SimulationLog): Promise<number> {
  const written = new Set(files.map((file) => file.object));
  let others = 0;
  try {
    for await (const { object } of listAll(store)) if (!written.has(object)) others++;
  } catch (error) {
    // A run that was ended before its first file has made no folder.
    if (!(error instanceof EarshotError) || error.code !== 'bucket_missing' || files.length > 0) throw error;
  }
  return others;
}

/** Ends the name of a log of the author that asks a language model. */
export const AUTHOR_LOG = '.llm.json';

/** Ends the name of a log of live calls. */
const LIVE_LOG = '-live.json';

/** What a log says from its first moment: a run that is killed stays interrupted. */
type RunEntry = Pick<SimulationLog, 'options' | 'startedAt' | 'interrupted'> & { readonly bucket: string };

/** The options of the newest run, when it did not come to its end; the same ones write the same files and the rest. */
export async function interruptedSimulation(config: Config): Promise<SimulateOptions | null> {
  const names = await readdir(config.simulationLogDir).catch(() => []);
  const newest = names
    .filter((name) => name.endsWith('.json') && !name.endsWith(AUTHOR_LOG) && !name.endsWith(LIVE_LOG))
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
    throw logUnwritable(path, cause);
  }
}
