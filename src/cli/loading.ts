import { setTimeout as sleep } from 'node:timers/promises';
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

const LOOK_AGAIN_MILLIS = 250;

/**
 * Loads the files as `writing` writes them, one run of ingest after the other; a last run is left to the caller.
 * @param begun whether there is a file yet
 */
export async function loadWhile(
  client: Client,
  { signal }: CommandContext,
  writing: Promise<unknown>,
  begun: () => Promise<boolean>,
): Promise<IngestReport[]> {
  const state = { isOver: false };
  const over = writing
    .catch(() => undefined)
    .then(() => {
      state.isOver = true;
    });
  const reports: IngestReport[] = [];
  try {
    while (!state.isOver && !signal.aborted) {
      await Promise.race([over, sleep(LOOK_AGAIN_MILLIS)]);
      if (!state.isOver && (await begun())) reports.push(await client.ingest(() => {}, signal));
    }
  } finally {
    await over;
  }
  return reports;
}

const SUMS = [
  'objectsLoaded',
  'objectsUnchanged',
  'objectsQuarantined',
  'records',
  'sessions',
  'turns',
  'quarantined',
  'repeated',
  'changes',
  'bytes',
] as const;

/** Several runs told as one: sums of what they loaded, and else what the last one saw. */
export function asOne(reports: readonly IngestReport[]): IngestReport | null {
  const [first, last] = [reports[0], reports.at(-1)];
  if (!first || !last) return null;
  const sums = SUMS.map((name) => [name, reports.reduce((sum, report) => sum + report[name], 0)]);
  return { ...last, startedAt: first.startedAt, ...Object.fromEntries(sums) };
}
