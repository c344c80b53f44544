import { runLive } from '../app/live.ts';
import { EarshotError } from '../base/errors.ts';
import { checkLive } from '../simulate/live.ts';
import { DEFAULT_RATE } from '../simulate/options.ts';
import { isAuthoredByModel } from './author-flags.ts';
import type { CommandContext } from './context.ts';
import { printResult } from './result.ts';
import { liveOf, rateOf, simulateCalls, simulationLines, simulationOf } from './simulation.ts';
import { formatCount, formatSeconds } from './values.ts';

export async function run(context: CommandContext): Promise<void> {
  if (isAuthoredByModel(context.options)) {
    const { author } = await import('./author.ts');
    return author(context);
  }
  if (context.options.flag('live')) return runLiveCalls(context);
  if (context.options.text('rate') !== undefined)
    throw misplaced('--rate goes with --live.', 'Add --live, or leave it out.');
  const simulated = await simulateCalls(context, simulationOf(context.options));
  const { files, ...log } = simulated.log;
  const { logFile, truthFile, manifestFile, otherFiles } = simulated;
  const summary = {
    ...log,
    files: files.length,
    logFile,
    ...(truthFile !== null && { truthFile }),
    ...(manifestFile !== null && { manifestFile }),
    ...(otherFiles > 0 && { otherFiles }),
  };
  printResult(context, summary, simulationLines(simulated, context));
}

const misplaced = (message: string, hint: string) =>
  new EarshotError('usage', 'bad_option', message, { hint });

/** Until Ctrl-C, or so many calls. */
async function runLiveCalls(context: CommandContext): Promise<void> {
  const { options, terminal, log, clock, signal } = context;
  for (const name of ['from', 'to', 'dirty']) {
    if (options.text(name) !== undefined)
      throw misplaced(`--${name} does not go with --live.`, 'Live calls begin now, and none is broken.');
  }
  const rate = options.text('rate');
  const asked = { perMinute: rate === undefined ? DEFAULT_RATE : rateOf(rate), ...liveOf(options) };
  checkLive(asked);
  terminal.say(`Calls arrive, ${asked.perMinute} a minute, in ${context.config().bucket}. Ctrl-C ends it.`);
  const run = await runLive(context.config(), asked, {
    log,
    clock,
    signal,
    behind: (lateMs) => terminal.say(behindText(lateMs, asked.perMinute)),
    progress: (done) =>
      terminal.say(`Arrived: ${formatCount(done.sessions)} calls in ${formatCount(done.files)} files`),
  });
  printResult(context, { ...run }, [
    `Arrived: ${formatCount(run.sessions)} calls, every file whole.`,
    `Log: ${run.logFile}`,
    ...(run.truthFile === null ? [] : [`Truth: ${run.truthFile}`]),
  ]);
}

function behindText(lateMs: number, perMinute: number): string {
  return `Calls come ${formatSeconds(lateMs)} late: this machine, or the bucket, does not keep up with ${formatCount(perMinute)} a minute. None is lost.`;
}
