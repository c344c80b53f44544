import type { AddressInfo } from 'node:net';
import type { Config } from '../base/config.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import { type Client, clientOver } from './client.ts';
import { ownOrFindServer } from './connect.ts';
import type { AppEffects } from './effects.ts';
import { type Feeding, startFeeding } from './feeding.ts';
import { askHealth } from './health.ts';
import { type Owned, openOwned } from './owned.ts';
import { isOwnership } from './owner.ts';
import { injectTransport } from './transport.ts';

export interface Serving {
  /** Of the dashboard, as in http://127.0.0.1:4600. */
  readonly url: string;
  readonly client: Client;
  /** From now on files are loaded as they land, and swept for now and then. */
  feed(sweepFirst: boolean): Promise<void>;
  /** Ends a running ingest after the commit in hand; safe to call twice. */
  close(): Promise<void>;
}

export interface ServeEffects extends AppEffects {
  /** Closes the server. */
  readonly signal?: AbortSignal;
}

const LOOPBACK: Readonly<Record<string, string>> = {
  '127.0.0.1': '127.0.0.1',
  localhost: '127.0.0.1',
  '::1': '[::1]',
};

/**
 * Becomes the owner of the warehouse and serves API and pages.
 * @throws EarshotError `bind_refused`, `already_serving`, `warehouse_in_use`, `port_in_use`, `port_denied`; then nothing stays open
 */
export async function serve(config: Config, effects: ServeEffects): Promise<Serving> {
  const hostInUrl = checkHost(config.host);
  const taken = await ownOrFindServer(config, effects);
  if (!isOwnership(taken)) throw alreadyServing(config, taken.address);
  const owned = await openOwned(config, effects, taken);
  try {
    const url = await listen(owned, config, hostInUrl);
    await owned.publish(url);
    effects.signal?.addEventListener('abort', () => void owned.close(), { once: true });
    if (effects.signal?.aborted) await owned.close();
    return { url, ...fed(owned, config) };
  } catch (error) {
    await owned.close();
    throw error;
  }
}

function fed(owned: Owned, config: Config): Omit<Serving, 'url'> {
  let feeding: Promise<Feeding> | undefined;
  const close = async () => {
    await (await feeding?.catch(() => undefined))?.close();
    await owned.close();
  };
  const client = clientOver(injectTransport(owned.server, owned.token), close);
  return {
    client,
    close,
    feed: async (sweepFirst) => {
      feeding ??= startFeeding(owned.loader, client, config, sweepFirst);
      await feeding;
    },
  };
}

function checkHost(host: string): string {
  const known = LOOPBACK[host.toLowerCase()];
  if (known) return known;
  throw new EarshotError(
    'usage',
    'bind_refused',
    `Earshot does not bind ${host}: it has no access control yet.`,
    {
      hint: 'Leave --host at 127.0.0.1; from another machine, forward the port with ssh -L.',
    },
  );
}

async function listen(owned: Owned, { port }: Config, hostInUrl: string): Promise<string> {
  const server = await owned.server();
  try {
    await server.listen({ port, host: hostInUrl.replace(/[[\]]/g, '') });
  } catch (cause) {
    throw await cannotListen(`http://${hostInUrl}:${port}`, port, cause);
  }
  const bound = server.server.address() as AddressInfo;
  return `http://${hostInUrl}:${bound.port}`;
}

async function cannotListen(address: string, port: number, cause: unknown): Promise<EarshotError> {
  const more = { facts: { port }, cause };
  if (systemCode(cause) === 'EADDRINUSE') {
    const health = await askHealth(address, '');
    const who =
      typeof health === 'object'
        ? `another Earshot (${health.earshot}), over another warehouse`
        : 'another program';
    return new EarshotError('conflict', 'port_in_use', `Port ${port} is in use by ${who}.`, {
      hint: 'Choose another with --port N, or a free one with --port 0.',
      ...more,
    });
  }
  return new EarshotError('environment', 'port_denied', `Cannot listen at ${address}: ${messageOf(cause)}.`, {
    hint: 'Choose another port with --port N; those below 1024 often need special rights.',
    ...more,
  });
}

function alreadyServing({ warehouseFile }: Config, address: string): EarshotError {
  return new EarshotError(
    'conflict',
    'already_serving',
    `${warehouseFile} is served already, at ${address}.`,
    {
      hint: `Open ${address}, or end that process first.`,
      facts: { address },
    },
  );
}
