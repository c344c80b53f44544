import type { AddressInfo } from 'node:net';
import { isLoopback } from '../access/reach.ts';
import type { Config } from '../base/config.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import { type Client, clientOver } from './client.ts';
import { ownOrFindServer } from './connect.ts';
import type { AppEffects } from './effects.ts';
import { requireTokens } from './entrance.ts';
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

/**
 * Becomes the owner of the warehouse and serves API and pages.
 * @throws EarshotError `bind_refused`, `bad_token_setting`, `already_serving`, `warehouse_in_use`, `port_in_use`, `port_denied`; then nothing stays open
 */
export async function serve(config: Config, effects: ServeEffects): Promise<Serving> {
  requireTokens(config, effects.clock);
  const taken = await ownOrFindServer(config, effects);
  if (!isOwnership(taken)) throw alreadyServing(config, taken.address);
  const owned = await openOwned(config, effects, taken);
  try {
    const url = await listen(owned, config);
    await owned.publish(url);
    if (!isLoopback(config.host)) sayReachable(config, effects);
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

/** Tokens and sessions go over the wire as they are. */
function sayReachable({ host, port }: Config, { log }: ServeEffects): void {
  log.info('others than this machine can ask, over plain http: put a proxy that speaks TLS in front', {
    host,
    port,
  });
}

/** Where a name is bound, and where commands of this machine then find it. */
async function listen(owned: Owned, { port, host }: Config): Promise<string> {
  const server = await owned.server();
  // What `localhost` resolves to differs between machines.
  const bind = host.toLowerCase() === 'localhost' ? '127.0.0.1' : host.replace(/[[\]]/g, '');
  try {
    await server.listen({ port, host: bind });
  } catch (cause) {
    throw await cannotListen(urlOf(bind, port), port, cause);
  }
  const bound = server.server.address() as AddressInfo;
  return urlOf(bound.address, bound.port);
}

/** The wildcards are no addresses to ask. */
const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

function urlOf(address: string, port: number): string {
  const host = ANY_ADDRESS[address] ?? address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
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
