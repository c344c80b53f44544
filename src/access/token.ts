import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role, Visitor } from './role.ts';

/** What is kept of a token: never itself. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** SHA-256 in hex. A secret of 256 random bits needs no slow hash: there is nothing to guess. */
  readonly hash: string;
  /** ISO 8601; null for one of the environment. */
  readonly createdAt: string | null;
  /** Signs this token's sessions, where every instance can derive it; null: the process's own key does. */
  readonly sessionKey: Buffer | null;
}

/** The prefix lets scanners of secrets know one that leaked. */
const PREFIX = 'earshot_';
const SECRET_BYTES = 32;
const ID_BYTES = 6;

export const newSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
export const newId = (): string => randomBytes(ID_BYTES).toString('hex');
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The token that was shown. Each is compared, in constant time, so that the answer's time tells nothing. */
export function tokenShown(tokens: readonly Token[], secret: string): Token | undefined {
  const shown = Buffer.from(hashOf(secret), 'hex');
  let found: Token | undefined;
  for (const token of tokens) if (timingSafeEqual(Buffer.from(token.hash, 'hex'), shown)) found = token;
  return found;
}

export const visitorOf = ({ id, name, role }: Token): Visitor => ({ id, name, may: role });

/** Whether two secrets of any length are the same, in constant time. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(one), 'hex'), Buffer.from(hashOf(other), 'hex'));
}
