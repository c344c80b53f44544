import type { Status } from '../server/api.ts';
import { withReader } from './client.ts';
import type { CommandContext } from './context.ts';
import { statusText } from './status-text.ts';
import { orInterrupted } from './steps.ts';

export async function run(context: CommandContext): Promise<void> {
  const { options, terminal, signal } = context;
  const status = await withReader(context, (client) =>
    orInterrupted(client.request<Status>('GET', '/api/status'), signal),
  );
  const isTable = terminal.isTerminal && !options.flag('json');
  terminal.write(isTable ? statusText(status) : `${JSON.stringify(status)}\n`);
}
