import { resolve } from 'node:path';
import { runSimulation, type SimulationRun } from '../app/simulation.ts';
import { EarshotError } from '../base/errors.ts';
import type { LiveOptions } from '../simulate/live.ts';
import { DEFAULT_SIMULATION, type SimulateOptions } from '../simulate/options.ts';
import { SHIPPED } from '../simulate/scenario/shipped.ts';
import type { CommandContext } from './context.ts';
import type { Options } from './options.ts';
import { progressView } from './progress.ts';
import { formatBytes, formatCount, formatSeconds } from './values.ts';

/** Simulates what is asked into the bucket, its progress shown. */
export async function simulateCalls(context: CommandContext, asked: SimulateOptions): Promise<SimulationRun> {
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
    ...besides(options),
  };
}

/** What `--live` takes of them, but for the rate. */
export function liveOf(options: Options): Omit<LiveOptions, 'perMinute'> {
  const { seed, scenario, truth } = simulationOf(options);
  const sessions = options.integer('sessions');
  return {
    seed,
    ...(scenario !== undefined && { scenario }),
    ...(truth && { truth }),
    ...(sessions !== undefined && { sessions }),
  };
}

/** Only what was asked for, so that a log says no more. */
function besides(options: Options): Partial<SimulateOptions> {
  const [scenario, dirty] = [options.text('scenario'), options.text('dirty')];
  return {
    ...(scenario !== undefined && {
      scenario: SHIPPED.some((name) => name === scenario) ? scenario : resolve(scenario),
    }),
    ...(dirty !== undefined && { dirty: shareOf(dirty) }),
    ...(options.flag('truth') && { truth: true }),
  };
}

/** 0.02 or 2%. @throws EarshotError `bad_dirty` when it is no number */
function shareOf(text: string): number {
  const [, digits, percent] = /^(-?\d*\.?\d+)\s*(%?)$/.exec(text.trim()) ?? [];
  if (digits !== undefined) return Number(digits) / (percent === '%' ? 100 : 1);
  const hint = 'Give the share of records and files to break, as in --dirty 0.02 or --dirty 2%.';
  throw new EarshotError('usage', 'bad_dirty', `--dirty is "${text}": it is no number.`, { hint });
}

/** Calls a minute. @throws EarshotError `bad_rate` when it is no number */
export function rateOf(text: string): number {
  if (/^-?\d*\.?\d+$/.test(text.trim())) return Number(text);
  const hint = 'Give the calls per minute, as in --rate 30.';
  throw new EarshotError('usage', 'bad_rate', `--rate is "${text}": it is no number.`, { hint });
}

/** @param context for the command that goes on where this one stopped */
export function simulationLines(
  { log, logFile, truthFile, manifestFile, otherFiles }: SimulationRun,
  context: PlaceContext,
): string[] {
  const { sessions, files, bytes, startedAt, finishedAt, interrupted, options } = log;
  const millis = Date.parse(finishedAt) - Date.parse(startedAt);
  const done = `Simulated ${formatCount(sessions)} calls in ${formatSeconds(millis)} (${formatCount(files.length)} files, ${formatBytes(bytes)}).`;
  const flags = `${simulationFlags(options)}${placeFlags(context)}`;
  const rest = `Interrupted: ${formatCount(sessions)} of ${formatCount(options.sessions)} calls are in the bucket, every file whole. \`earshot simulate ${flags}\` writes the same ones and the rest.`;
  return [
    done,
    ...(interrupted ? [rest] : []),
    ...(otherFiles > 0 ? [besideOthers(otherFiles)] : []),
    `Log: ${logFile}`,
    ...(truthFile === null ? [] : [`Truth: ${truthFile}`]),
    ...(manifestFile === null ? [] : [`Broken on purpose: ${manifestFile}`]),
  ];
}

function besideOthers(files: number): string {
  const others = files === 1 ? 'Another file is' : `${formatCount(files)} other files are`;
  return `${others} in the bucket, of other simulations or from elsewhere: they stay, and are loaded too. \`--bucket\` or \`--data\` keeps simulations apart.`;
}

function simulationFlags({ sessions, from, to, seed, scenario, dirty, truth }: SimulateOptions): string {
  const flags = [`--sessions ${sessions} --from ${from} --to ${to} --seed ${seed}`];
  if (scenario !== undefined) flags.push(`--scenario ${shellWord(scenario)}`);
  if (dirty !== undefined) flags.push(`--dirty ${dirty}`);
  if (truth) flags.push('--truth');
  return flags.join(' ');
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
