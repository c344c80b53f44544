import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';
import { Arrivals } from './arrivals.ts';
import { SIMULATOR_VERSION, type SimulationLog, Tally } from './log.ts';
import { checkOptions, type SimulateOptions } from './options.ts';
import { Population } from './population.ts';
import { sessionFiles } from './session-file.ts';
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
  put(object: string, text: string): Promise<unknown>;
  readonly clock: Clock;
  progress?(done: SimulateProgress): void;
  /** Ends the run after the files that are being written. */
  readonly signal?: AbortSignal;
}

/**
 * Makes exactly `sessions` calls that start in [from, to) and writes them as session files, in order of their start.
 * The same options give the same bytes. Memory does not grow with the number of sessions but for the log's list of files.
 * @throws EarshotError `bad_sessions`, `bad_seed`, `bad_date` or `bad_range`; and whatever `put` throws.
 */
export async function simulate(options: SimulateOptions, effects: SimulateEffects): Promise<SimulationLog> {
  const span = checkOptions(options);
  const startedAt = effects.clock.now().toISOString();
  const population = new Population(options.sessions, span, options.seed);
  const arrivals = new Arrivals(options, span, population);
  const tally = new Tally();
  const writer = new Writer(effects, (file) => {
    tally.add(file);
    effects.progress?.(progressOf(options, tally));
  });
  for (const file of sessionFiles(arrivals, options.seed)) {
    if (effects.signal?.aborted) break;
    await writer.write(file);
    await nextTurn();
  }
  await writer.end();
  const finishedAt = effects.clock.now().toISOString();
  return logOf(options, tally, { startedAt, finishedAt });
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
  const { sessions, from, to, seed } = options;
  return {
    simulatorVersion: SIMULATOR_VERSION,
    options: { sessions, from, to, seed },
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
