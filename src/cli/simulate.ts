import type { CommandContext } from './context.ts';
import { printResult } from './result.ts';
import { simulateCalls, simulationLines } from './simulation.ts';

export async function run(context: CommandContext): Promise<void> {
  const simulated = await simulateCalls(context);
  printResult(context, { ...simulated.log, logFile: simulated.logFile }, simulationLines(simulated));
}
