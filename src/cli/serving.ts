import type { Client } from '../app/connect.ts';
import { serve } from '../app/serve.ts';
import type { CommandContext } from './context.ts';
import { interruption } from './steps.ts';

/**
 * Owns the warehouse and serves it until Ctrl-C. `prepare` runs before the address is printed; a port in use, or another
 * owner, is known before it begins.
 */
export async function serveUntilInterrupted(
  context: CommandContext,
  prepare: (client: Client) => Promise<void> = async () => {},
): Promise<void> {
  const { terminal, log, clock, env, signal } = context;
  const config = context.config();
  const serving = await serve(config, { log, clock, env, signal });
  try {
    await prepare(serving.client);
    if (!signal.aborted) terminal.write(`Dashboard: ${serving.url}/\n`);
    await interruption(signal);
  } finally {
    await serving.close();
  }
  terminal.say(`Stopped. ${config.warehouseFile} is closed and whole.`);
}
