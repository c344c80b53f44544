import { runSimulation } from '../app/simulation.ts';
import type { SimulationLog } from '../simulate/log.ts';
import { DEFAULT_SIMULATION, type SimulateOptions } from '../simulate/options.ts';
import type { CommandContext } from './context.ts';
import type { Options } from './options.ts';
import { progressView } from './progress.ts';
import { formatBytes, formatCount, formatSeconds } from './values.ts';

export interface Simulated {
  readonly log: SimulationLog;
  readonly logFile: string;
}

/** Simulates what is asked into the bucket, its progress shown. */
export async function simulateCalls(context: CommandContext, asked: SimulateOptions): Promise<Simulated> {
  const { terminal, log, clock, signal } = context;
  const view = progressView(terminal, 'Simulating', 'calls');
  try {
    return await runSimulation(context.config(), asked, {
      log,
      clock,
      signal,
      progress: ({ sessions, ofSessions }) => view.show(sessions, ofSessions),
    });
  } finally {
    view.end();
  }
}

export function simulationOf(options: Options): SimulateOptions {
  return {
    sessions: options.integer('sessions') ?? DEFAULT_SIMULATION.sessions,
    from: options.text('from') ?? DEFAULT_SIMULATION.from,
    to: options.text('to') ?? DEFAULT_SIMULATION.to,
    seed: options.integer('seed') ?? DEFAULT_SIMULATION.seed,
  };
}

/** @param context for the command that goes on where this one stopped */
export function simulationLines({ log, logFile }: Simulated, context: PlaceContext): string[] {
  const { sessions, files, bytes, startedAt, finishedAt, interrupted, options } = log;
  const millis = Date.parse(finishedAt) - Date.parse(startedAt);
  const done = `Simulated ${formatCount(sessions)} calls in ${formatSeconds(millis)} (${formatCount(files.length)} files, ${formatBytes(bytes)}).`;
  const { sessions: wanted, from, to, seed } = options;
  const flags = `--sessions ${wanted} --from ${from} --to ${to} --seed ${seed}${placeFlags(context)}`;
  const rest = `Interrupted: ${formatCount(sessions)} of ${formatCount(options.sessions)} calls are in the bucket, every file whole. \`earshot simulate ${flags}\` writes the same ones and the rest.`;
  return [done, ...(interrupted ? [rest] : []), `Log: ${logFile}`];
}

type PlaceContext = Pick<CommandContext, 'config' | 'isGiven'>;

function placeFlags({ config, isGiven }: PlaceContext): string {
  const { dataDir, bucket } = config();
  const data = isGiven('data') ? ` --data ${shellWord(dataDir)}` : '';
  return isGiven('bucket') ? `${data} --bucket ${shellWord(bucket)}` : data;
}

function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
