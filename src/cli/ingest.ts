import { takeKeepingFrom } from '../app/keeping-from.ts';
import { EarshotError } from '../base/errors.ts';
import type { Selection } from '../ingest/plan.ts';
import type { RebuildReport } from '../server/api.ts';
import { withLoader } from './client.ts';
import type { CommandContext } from './context.ts';
import { reportLines } from './ingest-text.ts';
import { loadBucket, rebuildFromBucket } from './loading.ts';
import { rebuildLines } from './rebuild-text.ts';
import { printResult } from './result.ts';

export async function run(context: CommandContext): Promise<void> {
  const { options } = context;
  const selection = selectionOf(context);
  if (options.flag('rebuild')) return rebuild(context, selection);
  for (const flag of ['accept', 'dropGone'] as const) {
    if (options.flag(flag)) throw onlyWithRebuild(flag === 'accept' ? '--accept' : '--drop-gone');
  }
  const keepingFrom = options.text('keepingFrom');
  if (keepingFrom !== undefined) await takeKeepingFrom(keepingFrom, context.config(), context.clock);
  const report = await withLoader(context, (client) => loadBucket(client, context, selection), true);
  printResult(context, report, reportLines(report));
}

async function rebuild(context: CommandContext, selection: Selection): Promise<void> {
  if (Object.keys(selection).length > 0 || context.options.text('keepingFrom') !== undefined) {
    throw new EarshotError(
      'usage',
      'bad_option',
      'A rebuild reads the whole bucket and keeps what is kept out: --from, --to, --prefix and --keeping-from do not go with it.',
    );
  }
  const report = await withLoader(context, (client) => rebuildFromBucket(client, context));
  printResult(context, report, rebuildLines(report));
  if (!report.rewrite.adopted) throw differs(report);
}

function differs({ rewrite: { differences } }: RebuildReport): EarshotError {
  const { onlyBefore, onlyAfter, changed } = differences;
  return new EarshotError(
    'conflict',
    'rebuild_differs',
    'The rebuild differs from the warehouse, which is as before.',
    {
      hint: 'Look at the differences; `earshot ingest --rebuild --accept` takes them.',
      facts: { onlyBefore, onlyAfter, changed },
    },
  );
}

function onlyWithRebuild(flag: string): EarshotError {
  return new EarshotError('usage', 'bad_option', `${flag} goes with --rebuild.`);
}

/** @throws EarshotError `bad_time`, `bad_option` */
function selectionOf({ options }: CommandContext): Selection {
  const [prefix, from, to] = ['prefix', 'from', 'to'].map((name) => options.text(name));
  for (const day of [from, to]) if (day !== undefined) checkDay(day);
  if (from !== undefined && to !== undefined && from >= to)
    throw new EarshotError(
      'usage',
      'bad_time',
      `--to ${to} is not after --from ${from}: no day lies between them.`,
    );
  return {
    ...(prefix !== undefined && { prefix }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

function checkDay(text: string): void {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  if (isDay && new Date(text).toISOString().startsWith(text)) return;
  throw new EarshotError('usage', 'bad_time', `"${text}" is no day: write it as 2025-01-31.`);
}
