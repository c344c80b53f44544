import type { Client } from '../app/connect.ts';
import { interruptedSimulation } from '../app/simulation.ts';
import { EarshotError } from '../base/errors.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { CommandContext } from './context.ts';
import { reportLines } from './ingest-text.ts';
import { loadBucket } from './loading.ts';
import { serveUntilInterrupted } from './serving.ts';
import { simulateCalls, simulationLines, simulationOf } from './simulation.ts';

const SIMULATION_FLAGS = ['sessions', 'from', 'to', 'seed', 'scenario'];
const NOT_SIMULATED =
  'The bucket holds session files: nothing is simulated. `earshot simulate` adds calls, another --data begins anew.';

export async function run(context: CommandContext): Promise<void> {
  const { terminal, signal, options } = context;
  const sayAll = (lines: readonly string[]) => {
    for (const line of lines) terminal.say(line);
  };
  const prepare = async (client: Client) => {
    const unfinished = await interruptedSimulation(context.config());
    if (unfinished) terminal.say('The last simulation stopped early: writing the same calls, and the rest.');
    const isToSimulate = unfinished !== null || (await isEmpty(await openStore(context.config().bucket)));
    if (!isToSimulate && SIMULATION_FLAGS.some((flag) => options.text(flag) !== undefined)) {
      terminal.say(NOT_SIMULATED);
    }
    if (isToSimulate) {
      const simulated = await simulateCalls(context, unfinished ?? simulationOf(options));
      sayAll(simulationLines(simulated, context));
    }
    if (!signal.aborted) sayAll(reportLines(await loadBucket(client, context)));
  };
  await serveUntilInterrupted(context, { prepare });
}

async function isEmpty(store: Store): Promise<boolean> {
  try {
    return (await store.list({ pageSize: 1 })).objects.length === 0;
  } catch (error) {
    if (error instanceof EarshotError && error.code === 'bucket_missing') return true;
    throw error;
  }
}
