import { join } from 'node:path';
import { Door } from '../access/door.ts';
import { isReachable } from '../access/reach.ts';
import { TokenFile } from '../access/token-file.ts';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';

export const tokenFileOf = ({ accessDir }: Config): TokenFile =>
  new TokenFile(join(accessDir, 'tokens.json'));

/** Who is let in, as the config says. @throws EarshotError `bad_token_setting` */
export function doorOf(config: Config, clock: Clock, ownerToken: string): Door {
  const { tokens: environment } = config;
  const file = tokenFileOf(config);
  return new Door({ environment, file, ownerToken, clock, isReachable: isReachable(config) });
}

/** Whom others can reach asks them for tokens: without any, that is nobody. @throws EarshotError `bind_refused`, `tokens_unreadable` */
export function requireTokens(config: Config, clock: Clock): void {
  if (!isReachable(config) || doorOf(config, clock, '').hasTokens) return;
  const { host, allowedHosts } = config;
  const what = allowedHosts.length > 0 ? `serve ${allowedHosts.join(', ')}` : `bind ${host}`;
  throw new EarshotError(
    'usage',
    'bind_refused',
    `Earshot does not ${what} without access control: no token is set.`,
    {
      hint: 'Make one with `earshot token create --role admin --name NAME`, or set EARSHOT_TOKEN. Or leave --host at 127.0.0.1, and forward the port from another machine with ssh -L.',
    },
  );
}
