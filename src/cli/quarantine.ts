import type { Client } from '../app/connect.ts';
import { EarshotError } from '../base/errors.ts';
import { QUARANTINE_REASONS } from '../contract/rules.ts';
import type { QuarantineAnswer, QuarantineExcerpt, QuarantineRecord, RetryReport } from '../server/api.ts';
import { withReader } from './client.ts';
import type { CommandContext } from './context.ts';
import { excerptText, listText } from './quarantine-text.ts';
import { printResult } from './result.ts';
import { orInterrupted } from './steps.ts';
import { plain } from './terminal.ts';

type Action = (client: Client, context: CommandContext) => Promise<void>;
const ACTIONS: Readonly<Record<string, Action>> = { list, show, retry, drop };
const PAGE = 5_000;
const TABLE_ROWS = 50;
/** Names of objects are long: the body of a request is bounded. */
const DROPPED_AT_ONCE = 500;

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

/** Pages are written as they come, until Ctrl-C or nobody reads any more. */
async function list(client: Client, context: CommandContext): Promise<void> {
  const { options, terminal } = context;
  const isTable = terminal.isTerminal && !options.flag('json');
  const limit = options.integer('limit') ?? (isTable ? TABLE_ROWS : Number.POSITIVE_INFINITY);
  if (limit < 1) throw new EarshotError('usage', 'bad_option', 'Say how many to list: --limit N, from 1 up.');
  const shown: QuarantineRecord[] = [];
  let total = 0;
  for await (const page of pages(client, context, limit)) {
    total += page.total ?? 0;
    if (isTable) shown.push(...page.records);
    else if (!terminal.write(page.records.map((record) => `${JSON.stringify(record)}\n`).join(''))) return;
  }
  if (isTable) terminal.write(listText(shown, total));
}

async function* pages(
  client: Client,
  { options, signal }: CommandContext,
  limit: number,
): AsyncGenerator<QuarantineAnswer> {
  let after: string | null = null;
  for (let left = limit; left > 0; ) {
    const path = `/api/quarantine?${queryOf(options, Math.min(PAGE, left), after)}`;
    const page: QuarantineAnswer = await orInterrupted(client.request('GET', path), signal);
    yield page;
    left -= page.records.length;
    after = page.next;
    if (after === null) return;
  }
}

function queryOf(options: CommandContext['options'], limit: number, after: string | null): string {
  const query = new URLSearchParams({ limit: String(limit) });
  const [object, reason] = [options.text('object'), reasonOf(options)];
  if (object !== undefined) query.set('object', object);
  if (reason !== undefined) query.set('reason', reason);
  if (options.flag('dropped')) query.set('dropped', 'true');
  if (after !== null) query.set('after', after);
  return String(query);
}

/** A reason that is none would find nothing, and look as if all were well. */
function reasonOf(options: CommandContext['options']): string | undefined {
  const reason = options.text('reason');
  if (reason === undefined || Object.hasOwn(QUARANTINE_REASONS, reason)) return reason;
  throw new EarshotError('usage', 'unknown_reason', `"${reason}" is no reason of the quarantine.`, {
    hint: `Reasons: ${Object.keys(QUARANTINE_REASONS).join(', ')}.`,
  });
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
  let chosen = 0;
  let dropped = 0;
  for await (const { records } of pages(client, context, Number.POSITIVE_INFINITY)) {
    const places = records
      .filter((record) => position === undefined || record.position === position)
      .map(({ object, generation, position }) => ({ object, generation, position }));
    chosen += places.length;
    for (let at = 0; at < places.length; at += DROPPED_AT_ONCE) {
      const body = { records: places.slice(at, at + DROPPED_AT_ONCE) };
      dropped += (await client.request<{ dropped: number }>('POST', '/api/quarantine/drop', body)).dropped;
    }
  }
  if (chosen === 0)
    throw new EarshotError('not_found', 'no_such_record', 'No record of the quarantine is that one.');
  printResult(context, { dropped }, [
    `Dropped ${dropped} records: they stay counted, and are shown no more.`,
  ]);
}
