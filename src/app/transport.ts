import { EarshotError, messageOf } from '../base/errors.ts';
import type { Server } from '../server/server.ts';
import { askHealth } from './health.ts';
import type { OwnerRecord } from './owner-record.ts';

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

/** An owner that serves. */
export type ServingOwner = OwnerRecord & { readonly address: string };

/** What reads the bucket, or writes the warehouse anew, takes as long as it takes. */
const LONG = new Set(['/api/ingest', '/api/rebuild', '/api/erase', '/api/retain', '/api/quarantine/retry']);
/** The longest question takes a few seconds. */
const ANSWER_MILLIS = 10_000;

export function httpTransport(owner: ServingOwner, answerMillis = ANSWER_MILLIS): Transport {
  const { address, token } = owner;
  const send: Transport['send'] = async (method, path, body) => {
    const { headers, payload } = message(method, token, body);
    const takesLong = method === 'POST' && LONG.has(path);
    const signal = takesLong ? null : AbortSignal.timeout(answerMillis);
    try {
      const answer = await fetch(new URL(path, address), { method, headers, body: payload ?? null, signal });
      return { status: answer.status, body: orFailed(answer.body ?? [], owner) };
    } catch (cause) {
      throw failed(owner, cause);
    }
  };
  return { where: address, send };
}

/** The same routes without a port. */
export function injectTransport(server: () => Promise<Server>, token: string): Transport {
  const send: Transport['send'] = async (method, path, body) => {
    const { headers, payload } = message(method, token, body);
    const answer = await (await server()).inject({
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

async function* orFailed(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, owner: ServingOwner) {
  try {
    yield* body;
  } catch (cause) {
    throw failed(owner, cause);
  }
}

/** For a request that may take long: whether the owner answers at all. @throws EarshotError `owner_silent` */
export async function requireAnswer(owner: ServingOwner): Promise<void> {
  if ((await askHealth(owner.address, owner.token)) === 'silent') throw ownerSilent(owner);
}

function failed(owner: ServingOwner, cause: unknown): EarshotError {
  const isTimeout = cause instanceof DOMException && cause.name === 'TimeoutError';
  return isTimeout ? ownerSilent(owner) : ownerGone(owner.address, cause);
}

function ownerSilent({ pid, address, command }: ServingOwner): EarshotError {
  return new EarshotError(
    'environment',
    'owner_silent',
    `The owner of the warehouse, \`${command}\` (pid ${pid}) at ${address}, does not answer.`,
    {
      hint: `It may be stopped or very busy: wake it with \`kill -CONT ${pid}\`, or end it, and run this again.`,
      facts: { pid, address },
    },
  );
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
