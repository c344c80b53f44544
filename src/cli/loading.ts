import type { Client } from '../app/connect.ts';
import type { Selection } from '../ingest/plan.ts';
import type { IngestReport } from '../ingest/report.ts';
import type { RebuildReport } from '../server/api.ts';
import type { CommandContext } from './context.ts';
import { progressView } from './progress.ts';

/** One run of ingest, its progress shown. Ctrl-C ends it after the commit in hand, and the report says so. */
export async function loadBucket(
  client: Client,
  context: CommandContext,
  selection: Selection = {},
): Promise<IngestReport> {
  const view = progressView(context.terminal, 'Loading', 'files');
  try {
    return await client.ingest(({ done, objects }) => view.show(done, objects), context.signal, selection);
  } finally {
    view.end();
  }
}

/** Makes the warehouse anew, the progress shown. Ctrl-C gives it up. */
export async function rebuildFromBucket(client: Client, context: CommandContext): Promise<RebuildReport> {
  const { options, terminal, signal } = context;
  const view = progressView(terminal, 'Rebuilding', 'files');
  const asked = { accept: options.flag('accept'), dropGone: options.flag('dropGone') };
  try {
    return await client.rebuild(asked, ({ done, objects }) => view.show(done, objects), signal);
  } finally {
    view.end();
  }
}
