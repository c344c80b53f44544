import { EarshotError } from '../base/errors.ts';
import type { RemovalAnswer } from '../server/api.ts';
import { withReader } from './client.ts';
import type { CommandContext } from './context.ts';
import { removalLines } from './removal-text.ts';
import { printResult } from './result.ts';

export async function run(context: CommandContext): Promise<void> {
  const customerId = context.options.text('customer');
  if (!customerId) throw new EarshotError('usage', 'missing_option', 'Say whom: --customer ID.');
  const answer = await withReader(context, (client) =>
    client.request<RemovalAnswer>('POST', '/api/erase', { customerId }),
  );
  printResult(context, answer, removalLines(answer));
}
