import { EarshotError } from '../base/errors.ts';
import type { Status } from '../server/api.ts';
import { withReader } from './client.ts';
import type { CommandContext } from './context.ts';
import { statusText } from './status-text.ts';
import { orInterrupted } from './steps.ts';

export async function run(context: CommandContext): Promise<void> {
  const { options, terminal, signal, clock } = context;
  const maxAge = options.text('maxAge');
  const maxMillis = maxAge === undefined ? null : millisOf(maxAge);
  const status = await withReader(context, (client) =>
    orInterrupted(client.request<Status>('GET', '/api/status'), signal),
  );
  const isTable = terminal.isTerminal && !options.flag('json');
  terminal.write(isTable ? statusText(status) : `${JSON.stringify(status)}\n`);
  if (maxMillis !== null) requireFresh(status, clock.now().getTime() - maxMillis, maxAge ?? '');
}

const MILLIS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function millisOf(text: string): number {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (unit === undefined)
    throw new EarshotError('usage', 'bad_time', `--max-age is "${text}": write it as 30m, 6h or 2d.`);
  return Number(count) * MILLIS[unit as keyof typeof MILLIS];
}

function requireFresh({ lastLoaded }: Status, sinceMs: number, maxAge: string): void {
  if (lastLoaded !== null && Date.parse(lastLoaded) >= sinceMs) return;
  const when = lastLoaded === null ? 'Nothing was ever loaded' : `Nothing new was loaded since ${lastLoaded}`;
  throw new EarshotError('environment', 'stale', `${when}, which is more than ${maxAge} ago.`, {
    hint: 'Look whether files still land in the bucket, and whether `earshot serve` or `earshot watch` runs.',
    facts: { lastLoaded },
  });
}
