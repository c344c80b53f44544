import type { Client } from '../app/connect.ts';
import { interruptedSimulation } from '../app/simulation.ts';
import { EarshotError } from '../base/errors.ts';
import { openLocalStore } from '../store/local.ts';
import type { Store } from '../store/store.ts';
import type { CommandContext } from './context.ts';
import { reportLines } from './ingest-text.ts';
import { loadBucket } from './loading.ts';
import { serveUntilInterrupted } from './serving.ts';
import { simulateCalls, simulationLines, simulationOf } from './simulation.ts';

export async function run(context: CommandContext): Promise<void> {
  const { terminal, signal } = context;
  const sayAll = (lines: readonly string[]) => {
    for (const line of lines) terminal.say(line);
  };
  const prepare = async (client: Client) => {
    const unfinished = await interruptedSimulation(context.config());
    if (unfinished) terminal.say('The last simulation stopped early: writing the same calls, and the rest.');
    if (unfinished || (await isEmpty(openLocalStore(context.config().bucket)))) {
      const simulated = await simulateCalls(context, unfinished ?? simulationOf(context.options));
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
