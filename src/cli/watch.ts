import type { CommandContext } from './context.ts';
import { serveUntilInterrupted } from './serving.ts';

/** The owner without the pages. Commands find it by its owner file, so it takes any port unless told one. */
export async function run(context: CommandContext): Promise<void> {
  const config = context.config();
  const port = context.isGiven('port') ? config.port : 0;
  await serveUntilInterrupted(context, { config: { ...config, port }, pages: false });
}
