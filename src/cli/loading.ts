import type { Client } from '../app/connect.ts';
import type { IngestReport } from '../ingest/report.ts';
import type { CommandContext } from './context.ts';
import { progressView } from './progress.ts';

/** One run of ingest, its progress shown. Ctrl-C ends it after the commit in hand, and the report says so. */
export async function loadBucket(client: Client, context: CommandContext): Promise<IngestReport> {
  const view = progressView(context.terminal, 'Loading', 'files');
  try {
    return await client.ingest(({ done, objects }) => view.show(done, objects), context.signal);
  } finally {
    view.end();
  }
}
