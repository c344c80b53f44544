import type { Client } from '../app/connect.ts';
import { serve } from '../app/serve.ts';
import type { Config } from '../base/config.ts';
import type { CommandContext } from './context.ts';
import { interruption } from './steps.ts';

export interface ServeOptions {
  readonly config?: Config;
  /** Runs before the address is printed, and loads what there is. */
  readonly prepare?: (client: Client) => Promise<void>;
  readonly pages?: boolean;
  readonly watch?: boolean;
}

/**
 * Owns the warehouse and serves it until Ctrl-C. `prepare` runs before the address is printed; a port in use, or another
 * owner, is known before it begins.
 */
export async function serveUntilInterrupted(
  context: CommandContext,
  options: ServeOptions = {},
): Promise<void> {
  const { terminal, log, clock, env, signal } = context;
  const { config = context.config(), prepare, pages = true, watch = true } = options;
  const serving = await serve(config, { log, clock, env, signal, pages });
  try {
    await prepare?.(serving.client);
    if (!signal.aborted && pages) terminal.write(`Dashboard: ${serving.url}/\n`);
    if (!signal.aborted && watch) {
      await serving.feed(prepare === undefined);
      terminal.say(`Watching ${config.bucket}: files are loaded as they land.`);
    }
    await interruption(signal);
  } finally {
    await serving.close();
  }
  terminal.say(`Stopped. ${config.warehouseFile} is closed and whole.`);
}
