import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';
import type { ManifestLine } from './dirty/breaks.ts';
import { writeFile } from './dirty/file.ts';
import { type SimulationLog, Tally } from './log.ts';
import { markOf } from './mark.ts';
import { checkOptions, type SimulateOptions } from './options.ts';
import { loadScenario } from './scenario/load.ts';
import type { Scenario } from './scenario/schema.ts';
import { sessionFiles } from './session-file.ts';
import { Merge } from './shard/merge.ts';
import { type ChunkSource, localSource } from './shard/sources.ts';
import { WorkerSource } from './shard/worker-source.ts';
import { SIMULATOR_VERSION } from './version.ts';
import { type World, worldOf } from './world/world.ts';
import { Writer } from './writer.ts';

export interface SimulateProgress {
  readonly sessions: number;
  readonly ofSessions: number;
  readonly files: number;
  readonly bytes: number;
}

/** What a simulation does to the world; the clock only stamps its log. */
export interface SimulateEffects {
  /** Writes an object whole or not at all. */
  put(object: string, bytes: Uint8Array): Promise<unknown>;
  readonly clock: Clock;
  /** Threads that make the calls, this one included; the bytes are the same. */
  readonly workers?: number;
  progress?(done: SimulateProgress): void;
  /** Takes lines of the manifest of what is broken on purpose, in order, once the files are whole. */
  broken?(lines: readonly ManifestLine[]): void;
  /** Takes lines of what truly happened, in order, once the file of their sessions is whole. */
  truth?(lines: readonly string[]): void;
  /** Ends the run after the files that are being written. */
  readonly signal?: AbortSignal;
}

/** Threads need as long to start as these few calls take. */
const WORTH_WORKERS = 5000;

/**
 * Makes exactly `sessions` calls that start in [from, to) and writes them as session files, in order of their start.
 * The same options give the same bytes. The scenario is read as the options name it unless it is given. Memory does not grow with the number of sessions but for the log's list of files.
 * @throws EarshotError `bad_sessions`, `bad_seed`, `bad_date` or `bad_range`; of the scenario; and whatever `put` throws.
 */
export async function simulate(
  options: SimulateOptions,
  effects: SimulateEffects,
  scenario?: Scenario,
): Promise<SimulationLog> {
  const span = checkOptions(options);
  const startedAt = effects.clock.now().toISOString();
  const { sessions, seed } = options;
  const followed = scenario ?? loadScenario(options.scenario);
  const mark = markOf(followed, span, sessions, seed);
  const world = worldOf(followed, span, { sessions, seed, mark });
  const dirtyPerMillion = Math.round((options.dirty ?? 0) * 1_000_000);
  // The calls that are broken keep their ids, to be compared; the files do not keep their names.
  const fileMark = dirtyPerMillion === 0 ? mark : markOf(mark, dirtyPerMillion);
  const source = sourceOf(world, effects, dirtyPerMillion);
  const tally = new Tally();
  const writer = new Writer(effects, (file) => {
    tally.add(file);
    effects.truth?.(file.pieces.flatMap((piece) => piece.truth ?? []));
    effects.broken?.(file.broken);
    effects.progress?.(progressOf(options, tally));
  });
  try {
    let number = 0;
    for await (const file of sessionFiles(new Merge(world, source), fileMark)) {
      if (effects.signal?.aborted) break;
      for (const each of writeFile(file, { seed, number: number++, dirtyPerMillion }))
        await writer.write(each);
      await nextTurn();
    }
    await writer.end();
  } finally {
    await source.close();
  }
  const finishedAt = effects.clock.now().toISOString();
  return logOf(options, tally, { startedAt, finishedAt });
}

/** From the TypeScript sources no thread starts. */
function sourceOf(
  world: World,
  { workers = 0, truth }: SimulateEffects,
  dirtyPerMillion: number,
): ChunkSource {
  const besides = { truth: truth !== undefined, dirtyPerMillion };
  if (workers < 2 || world.sessions < WORTH_WORKERS || import.meta.url.endsWith('.ts')) {
    return localSource(world, besides);
  }
  return new WorkerSource(workers, world, besides);
}

function progressOf(options: SimulateOptions, tally: Tally): SimulateProgress {
  return {
    sessions: tally.sessions,
    ofSessions: options.sessions,
    files: tally.files.length,
    bytes: tally.bytes,
  };
}

function logOf(
  options: SimulateOptions,
  tally: Tally,
  times: { readonly startedAt: string; readonly finishedAt: string },
): SimulationLog {
  const { sessions } = options;
  return {
    simulatorVersion: SIMULATOR_VERSION,
    options,
    ...times,
    interrupted: tally.sessions < sessions,
    sessions: tally.sessions,
    turns: tally.turns,
    bytes: tally.bytes,
    outcomes: tally.outcomes,
    topics: tally.topics,
    files: tally.files,
  };
}
