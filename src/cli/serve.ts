import type { CommandContext } from './context.ts';
import { serveUntilInterrupted } from './serving.ts';

export async function run(context: CommandContext): Promise<void> {
  await serveUntilInterrupted(context, { watch: !context.options.denied('watch') });
}
