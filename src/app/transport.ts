import { EarshotError, messageOf } from '../base/errors.ts';
import type { Server } from '../server/server.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

export interface Reply {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** A way to the API. */
export interface Transport {
  /** For messages. */
  readonly where: string;
  send(method: Method, path: string, body?: unknown): Promise<Reply>;
}

export function httpTransport(address: string, token: string): Transport {
  const send: Transport['send'] = async (method, path, body) => {
    const { headers, payload } = message(method, token, body);
    try {
      const answer = await fetch(new URL(path, address), { method, headers, body: payload ?? null });
      return { status: answer.status, body: ownerGoneAfter(answer.body ?? [], address) };
    } catch (cause) {
      throw ownerGone(address, cause);
    }
  };
  return { where: address, send };
}

/** The same routes without a port. */
export function injectTransport(server: Server, token: string): Transport {
  const send: Transport['send'] = async (method, path, body) => {
    const { headers, payload } = message(method, token, body);
    const answer = await server.inject({
      method,
      url: path,
      headers: { ...headers, host: 'localhost' },
      ...(payload === undefined ? {} : { payload }),
      payloadAsStream: true,
    });
    return { status: answer.statusCode, body: answer.stream() };
  };
  return { where: 'this process', send };
}

function message(method: Method, token: string, body: unknown) {
  const authorization = `Bearer ${token}`;
  if (method !== 'POST') return { headers: { authorization }, payload: undefined };
  return {
    headers: { authorization, 'content-type': 'application/json' },
    payload: JSON.stringify(body ?? {}),
  };
}

async function* ownerGoneAfter(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, address: string) {
  try {
    yield* body;
  } catch (cause) {
    throw ownerGone(address, cause);
  }
}

function ownerGone(address: string, cause: unknown): EarshotError {
  const reason =
    cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : messageOf(cause);
  return new EarshotError(
    'environment',
    'owner_gone',
    `The owner at ${address} stopped answering: ${reason}.`,
    {
      hint: 'What was committed stays. Run the command again: it takes over when the owner has ended.',
      facts: { address },
      cause,
    },
  );
}
