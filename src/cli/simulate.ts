import type { CommandContext } from './context.ts';
import { printResult } from './result.ts';
import { simulateCalls, simulationLines, simulationOf } from './simulation.ts';

export async function run(context: CommandContext): Promise<void> {
  const simulated = await simulateCalls(context, simulationOf(context.options));
  const { files, ...log } = simulated.log;
  const summary = { ...log, files: files.length, logFile: simulated.logFile };
  printResult(context, summary, simulationLines(simulated, context));
}
