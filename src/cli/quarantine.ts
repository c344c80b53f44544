import type { Client } from '../app/connect.ts';
import { EarshotError } from '../base/errors.ts';
import type { QuarantineAnswer, QuarantineExcerpt, QuarantineRecord, RetryReport } from '../server/api.ts';
import { withReader } from './client.ts';
import type { CommandContext } from './context.ts';
import { excerptText, listText } from './quarantine-text.ts';
import { printResult } from './result.ts';
import { plain } from './terminal.ts';

type Action = (client: Client, context: CommandContext) => Promise<void>;
const ACTIONS: Readonly<Record<string, Action>> = { list, show, retry, drop };
const PAGE = 500;

export async function run(context: CommandContext): Promise<void> {
  const action = ACTIONS[context.argument ?? ''];
  if (!action) {
    throw new EarshotError(
      'usage',
      'unknown_action',
      `"${context.argument}" is nothing to do with the quarantine.`,
      {
        hint: `It takes ${Object.keys(ACTIONS).join(', ')}.`,
      },
    );
  }
  await withReader(context, (client) => action(client, context));
}

async function list(client: Client, { options, terminal }: CommandContext): Promise<void> {
  const isTable = terminal.isTerminal && !options.flag('json');
  const limit = options.integer('limit') ?? (isTable ? 50 : Number.POSITIVE_INFINITY);
  const { records, total } = await pages(client, options, limit);
  if (isTable) terminal.write(listText(records, total));
  else for (const record of records) terminal.write(`${JSON.stringify(record)}\n`);
}

async function pages(client: Client, options: CommandContext['options'], limit: number) {
  const records: QuarantineRecord[] = [];
  for (let after: string | null = null; ; ) {
    const page: QuarantineAnswer = await client.request(
      'GET',
      `/api/quarantine?${queryOf(options, Math.min(PAGE, limit - records.length), after)}`,
    );
    records.push(...page.records);
    after = page.next;
    if (after === null || records.length >= limit) return { records, total: page.total };
  }
}

function queryOf(options: CommandContext['options'], limit: number, after: string | null): string {
  const query = new URLSearchParams({ limit: String(Math.max(1, limit)) });
  const [object, reason] = [options.text('object'), options.text('reason')];
  if (object !== undefined) query.set('object', object);
  if (reason !== undefined) query.set('reason', reason);
  if (options.flag('dropped')) query.set('dropped', 'true');
  if (after !== null) query.set('after', after);
  return String(query);
}

async function show(client: Client, context: CommandContext): Promise<void> {
  const { object, position } = placeOf(context);
  const query = new URLSearchParams({ object, position: String(position) });
  const excerpt = await client.request<QuarantineExcerpt>('GET', `/api/quarantine/record?${query}`);
  printResult(context, excerpt, excerptText(excerpt));
}

function placeOf({ options }: CommandContext): { object: string; position: number } {
  const [object, position] = [options.text('object'), options.integer('position')];
  if (object === undefined || position === undefined)
    throw new EarshotError('usage', 'missing_option', 'Say which record: --object NAME --position N.');
  return { object, position };
}

async function retry(client: Client, context: CommandContext): Promise<void> {
  const object = context.options.text('object');
  const report = await client.request<RetryReport>(
    'POST',
    '/api/quarantine/retry',
    object === undefined ? {} : { objects: [object] },
  );
  const { objects, before, after, unread } = report;
  printResult(context, report, [
    `Read ${objects} objects again: ${before} records were in quarantine, ${after} are now.`,
    ...unread.map((name) => `Not read, for it is gone from the bucket, or changes just now: ${plain(name)}`),
  ]);
}

/** Those that the filters name; one record, or all of an object or of a reason. */
async function drop(client: Client, context: CommandContext): Promise<void> {
  const { options } = context;
  if (options.text('object') === undefined && options.text('reason') === undefined)
    throw new EarshotError(
      'usage',
      'missing_option',
      'Say which: --object NAME, with --position N for one, or --reason CODE.',
    );
  const position = options.integer('position');
  const { records } = await pages(client, options, Number.POSITIVE_INFINITY);
  const chosen = records.filter((record) => position === undefined || record.position === position);
  if (chosen.length === 0)
    throw new EarshotError('not_found', 'no_such_record', 'No record of the quarantine is that one.');
  let dropped = 0;
  for (let at = 0; at < chosen.length; at += PAGE) {
    const places = chosen
      .slice(at, at + PAGE)
      .map(({ object, generation, position }) => ({ object, generation, position }));
    dropped += (
      await client.request<{ dropped: number }>('POST', '/api/quarantine/drop', { records: places })
    ).dropped;
  }
  printResult(context, { dropped }, [
    `Dropped ${dropped} records: they stay counted, and are shown no more.`,
  ]);
}
