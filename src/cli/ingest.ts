import { withLoader } from './client.ts';
import type { CommandContext } from './context.ts';
import { reportLines } from './ingest-text.ts';
import { loadBucket } from './loading.ts';
import { printResult } from './result.ts';

export async function run(context: CommandContext): Promise<void> {
  const report = await withLoader(context, (client) => loadBucket(client, context));
  printResult(context, report, reportLines(report));
}
