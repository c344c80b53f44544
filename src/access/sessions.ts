import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Token } from './token.ts';

/** A working day: by the next morning a token is asked for again. */
export const SESSION_SEC = 12 * 3600;
const NONCE_BYTES = 16;

/**
 * Sessions of browsers, as signed texts: whoever revokes a token ends its sessions, and instances that share a token of the
 * environment know each other's. Those of other tokens end with the process, whose key signs them: a key in the file of hashes
 * would make that file worth stealing.
 */
export class Sessions {
  readonly #processKey = randomBytes(32);
  /** Logged out before their time, until then. */
  readonly #ended = new Map<string, number>();

  open(token: Token, now: Date): string {
    const untilSec = Math.floor(now.getTime() / 1000) + SESSION_SEC;
    const body = `${token.id}.${untilSec}.${randomBytes(NONCE_BYTES).toString('base64url')}`;
    return `${body}.${this.#signatureOf(body, token)}`;
  }

  /** The token of a session that still holds. */
  tokenOf(session: string, tokens: readonly Token[], now: Date): Token | undefined {
    const [id, untilSec, nonce, signature, more] = session.split('.');
    const token = tokens.find((each) => each.id === id);
    if (!token || !nonce || !signature || more !== undefined) return undefined;
    const wanted = Buffer.from(this.#signatureOf(`${id}.${untilSec}.${nonce}`, token));
    const shown = Buffer.from(signature);
    if (shown.length !== wanted.length || !timingSafeEqual(shown, wanted)) return undefined;
    const isOver = Number(untilSec) * 1000 <= now.getTime() || this.#ended.has(nonce);
    return isOver ? undefined : token;
  }

  /** Of one that `tokenOf` knows. */
  end(session: string, now: Date): void {
    const [, untilSec, nonce = ''] = session.split('.');
    const nowSec = now.getTime() / 1000;
    for (const [old, oldUntilSec] of this.#ended) if (oldUntilSec <= nowSec) this.#ended.delete(old);
    this.#ended.set(nonce, Number(untilSec));
  }

  /** Bound to the token's hash, too: another token that came to have this id has no part in it. */
  #signatureOf(body: string, { hash, sessionKey }: Token): string {
    const mac = createHmac('sha256', sessionKey ?? this.#processKey);
    return mac.update(`${body}.${hash}`).digest('base64url');
  }
}
