import { EarshotError } from '../base/errors.ts';
import type { RemovalAnswer } from '../server/api.ts';
import { withReader } from './client.ts';
import type { CommandContext } from './context.ts';
import { removalLines } from './removal-text.ts';
import { printResult } from './result.ts';

export async function run(context: CommandContext): Promise<void> {
  const months = context.options.integer('months');
  if (months === undefined || months < 1 || months > 1200)
    throw new EarshotError('usage', 'bad_option', 'Say how long: --months N, from 1 to 1200.');
  const from = monthsBefore(context.clock.now(), months).toISOString();
  const answer = await withReader(context, (client) =>
    client.request<RemovalAnswer>('POST', '/api/retain', { from }),
  );
  printResult(context, answer, removalLines(answer, from));
}

/** Midnight of UTC so many calendar months ago; the last day of a month that is shorter. */
function monthsBefore(now: Date, months: number): Date {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(now.getUTCDate(), days));
  return first;
}
