import { isAuthoredByModel } from './author-flags.ts';
import type { CommandContext } from './context.ts';
import { printResult } from './result.ts';
import { simulateCalls, simulationLines, simulationOf } from './simulation.ts';

export async function run(context: CommandContext): Promise<void> {
  if (isAuthoredByModel(context.options)) {
    const { author } = await import('./author.ts');
    return author(context);
  }
  const simulated = await simulateCalls(context, simulationOf(context.options));
  const { files, ...log } = simulated.log;
  const { logFile, truthFile, manifestFile } = simulated;
  const summary = {
    ...log,
    files: files.length,
    logFile,
    ...(truthFile !== null && { truthFile }),
    ...(manifestFile !== null && { manifestFile }),
  };
  printResult(context, summary, simulationLines(simulated, context));
}
